import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dashboardUrl, namesInbox } from "../../../src/lookup/dashboardUrl.ts";

const place = { connection: "tw", contactId: "550e8400", inboxId: "a1e5" };
const href = (template: string, at = place) => {
  const url = dashboardUrl(template, at);
  return typeof url === "string" ? `problem: ${url}` : url.href;
};

describe("the address of a contact's page", () => {
  it("is the template with what it names", () => {
    assert.equal(
      href("https://admin.example.com/i/{inboxId}/c/{contactId}?from={connection}"),
      "https://admin.example.com/i/a1e5/c/550e8400?from=tw",
    );
    assert.equal(href("https://admin.example.com/"), "https://admin.example.com/");
  });

  it("encodes what it puts in", () => {
    const strange = { ...place, contactId: "../x?y=#z&{inboxId}" };
    assert.equal(
      href("https://admin.example.com/c/{contactId}/edit", strange),
      "https://admin.example.com/c/..%2Fx%3Fy%3D%23z%26%7BinboxId%7D/edit",
    );
  });

  it("is https, without a user, and its host is written in the setting", () => {
    for (const template of [
      "http://admin.example.com/{contactId}",
      "command:workbench.action.quit",
      "file:///etc/{contactId}",
      "javascript:alert({contactId})",
      "vscode://x/{contactId}",
    ]) {
      assert.equal(href(template), "problem: notHttps", template);
    }
    assert.equal(href("https://me:secret@admin.example.com/{contactId}"), "problem: userInfo");
    assert.equal(href("https://{connection}.example.com/{contactId}"), "problem: host");
    assert.equal(href("https://admin.example.com:{contactId}/"), "problem: invalid");
    assert.equal(href("{contactId}"), "problem: invalid");
    assert.equal(href(`https://admin.example.com/${"a".repeat(2000)}`), "problem: invalid");
  });

  it("has no other placeholder", () => {
    for (const name of ["key", "apiKey", "ContactId", "", "name"]) {
      assert.equal(href(`https://admin.example.com/{${name}}`), "problem: placeholder", name);
    }
  });

  it("needs an inbox only where it names one", () => {
    const alone = { ...place, inboxId: undefined };
    assert.equal(namesInbox("https://a.example/{contactId}"), false);
    const named = dashboardUrl("https://a.example/{inboxId}", alone);
    assert.equal(named, "noInbox");
    assert.equal(String(dashboardUrl("https://a.example/{contactId}", alone)), "https://a.example/550e8400");
  });
});
