import * as vscode from "vscode";
import { systemClock } from "../api/clock.ts";
import { HeldPlans } from "../assist/engine/tools/heldPlans.ts";
import type { ToolName } from "../assist/engine/tools/toolName.ts";
import type { ContactTool, ToolWindow } from "../assist/tools/contactTool.ts";
import { modelTool } from "../assist/tools/modelTool.ts";
import { readTools } from "../assist/tools/readTools.ts";
import type { ModelTools } from "../assist/tools/registerTools.ts";
import { seedTool } from "../assist/tools/seedTool.ts";
import { writeTools } from "../assist/tools/writeTools.ts";
import type { CommandContext } from "./context.ts";
import { toolSeeding } from "./toolSeeding.ts";

const SHOWS_PERSONAL_DATA = "maiagent.languageModelTools.showPersonalData";

/** The tools of language models over this window's contacts. Loaded when a model first asks for one. */
export function modelTools(context: CommandContext): ModelTools {
  const { connections, contacts, log } = context;
  const window: ToolWindow = {
    isTrusted: () => vscode.workspace.isTrusted,
    // From the user's own settings only: a workspace must not decide what a model may see.
    showsPersonalData: () =>
      vscode.workspace.isTrusted &&
      vscode.workspace.getConfiguration().inspect<unknown>(SHOWS_PERSONAL_DATA)?.globalValue === true,
    folders: () => (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri),
  };
  const parts = { connections, contacts, window };
  const tools: Record<ToolName, ContactTool> = {
    ...readTools(parts),
    ...writeTools(parts, new HeldPlans(systemClock)),
    maiagent_seedContacts: seedTool(toolSeeding(context), window, new HeldPlans(systemClock)),
  };
  const surroundings = {
    newBoundary: () => crypto.randomUUID(),
    onFailure: (tool: ToolName, error: unknown) => log.failure(tool, error),
  };
  const wrapped = (name: ToolName) => modelTool(name, tools[name], surroundings);
  return {
    maiagent_listInboxes: wrapped("maiagent_listInboxes"),
    maiagent_findContacts: wrapped("maiagent_findContacts"),
    maiagent_getContact: wrapped("maiagent_getContact"),
    maiagent_createContact: wrapped("maiagent_createContact"),
    maiagent_updateContact: wrapped("maiagent_updateContact"),
    maiagent_deleteContact: wrapped("maiagent_deleteContact"),
    maiagent_seedContacts: wrapped("maiagent_seedContacts"),
  };
}
