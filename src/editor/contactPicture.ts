import * as vscode from "vscode";
import { systemClock } from "../api/clock.ts";
import { fetchPicture, PICTURE_BYTES, PictureError, pictureUrl } from "../api/picture.ts";
import { fetchTransport } from "../api/transport.ts";
import { toastText, valueText } from "../ui/safeText.ts";

/**
 * The picture behind a contact's avatar as a `data:` URL, after a question that names the host which learns of it.
 * Undefined when the user said no or opened it in the browser instead, and when it could not be loaded: then the
 * reason was said, with the browser as the way out.
 */
export async function askForPicture(avatar: string, baseUrl: string): Promise<string | undefined> {
  const url = pictureUrl(avatar, baseUrl);
  const openInBrowser = vscode.l10n.t("Open in Browser");
  if (!url) {
    await vscode.window.showWarningMessage(
      toastText(
        vscode.l10n.t(
          "The avatar is no https address of a picture, so it is not loaded: {0}",
          valueText(avatar),
        ),
      ),
    );
    return undefined;
  }
  const show = vscode.l10n.t("Show Picture");
  const answer = await vscode.window.showInformationMessage(
    toastText(vscode.l10n.t("Load the picture from {0}?", valueText(url.host))),
    {
      modal: true,
      detail: toastText(
        vscode.l10n.t(
          "That host learns your network address and when you looked. The API key is not sent. {0}",
          valueText(url.href),
        ),
      ),
    },
    show,
    openInBrowser,
  );
  if (answer === openInBrowser) {
    await vscode.env.openExternal(vscode.Uri.parse(url.href, true));
  }
  if (answer !== show) {
    return undefined;
  }
  try {
    return await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Loading the picture…") },
      () => fetchPicture(fetchTransport, url, systemClock),
    );
  } catch (error) {
    if (!(error instanceof PictureError)) {
      throw error;
    }
    const chosen = await vscode.window.showWarningMessage(toastText(pictureMessage(error)), openInBrowser);
    if (chosen === openInBrowser) {
      await vscode.env.openExternal(vscode.Uri.parse(url.href, true));
    }
    return undefined;
  }
}

function pictureMessage({ problem, detail }: PictureError): string {
  switch (problem) {
    case "redirect":
      return vscode.l10n.t("The picture was moved to {0}, which is not asked on its own.", valueText(detail));
    case "status":
      return vscode.l10n.t("The picture could not be loaded: its host answered {0}.", valueText(detail));
    case "notPicture":
      return vscode.l10n.t(
        "What the host sent is no PNG, JPEG, GIF, WebP or AVIF picture, so it is not shown.",
      );
    case "tooLarge":
      return vscode.l10n.t(
        "The picture is larger than {0} MB, so it is not shown.",
        PICTURE_BYTES / 1024 / 1024,
      );
    case "timeout":
      return vscode.l10n.t("The picture's host did not answer in time.");
    case "unreachable":
      return vscode.l10n.t("The picture's host could not be reached.");
  }
}
