import { once } from "../state/once.ts";

/** What an open editor needs; loaded with the first one, since the tree and the palette need none of it. */
export const panelParts = once(async () => {
  const [{ ContactPanel }, { pageHtml }, notice, { requestPreviewOf }, { PanelContext }, { performAction }] =
    await Promise.all([
      import("./contactPanel.ts"),
      import("../ui/pageHtml.ts"),
      import("./notice.ts"),
      import("./changePreview.ts"),
      import("./panelContext.ts"),
      import("./editorActions.ts"),
    ]);
  return { ContactPanel, pageHtml, ...notice, requestPreviewOf, PanelContext, performAction };
});
