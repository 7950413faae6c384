import { once } from "../state/once.ts";

/** What an open editor needs; loaded with the first one, since the tree and the palette need none of it. */
export const panelParts = once(async () => {
  const [{ ContactPanel }, { editorHtml }, notice, { requestPreviewOf }, { OpenConversations }] =
    await Promise.all([
      import("./contactPanel.ts"),
      import("./editorHtml.ts"),
      import("./notice.ts"),
      import("./changePreview.ts"),
      import("./openConversations.ts"),
    ]);
  return { ContactPanel, editorHtml, ...notice, requestPreviewOf, OpenConversations };
});
