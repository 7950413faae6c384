/** The tools that language models can call; package.json describes each. */
export const TOOL_NAMES = [
  "maiagent_listInboxes",
  "maiagent_findContacts",
  "maiagent_getContact",
  "maiagent_createContact",
  "maiagent_updateContact",
  "maiagent_deleteContact",
  "maiagent_seedContacts",
] as const;

export type ToolName = (typeof TOOL_NAMES)[number];
