import { strict as assert } from "node:assert";
import { type HostWorld, openDocument, openWorld, setField } from "./hostWorld.ts";

describe("After a restart of the extension host", () => {
  let world: HostWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  it("a contact's address alone opens its document, saves it and merges what others changed", async () => {
    const contactId = world.contactIds[9] ?? "";
    const document = await openDocument(contactId);
    await setField(document, "name", "After the restart");
    await world.patch(contactId, { phoneNumber: "+886 2 0000 0888" });
    assert.ok(await document.save());
    assert.deepEqual(world.bodies("PATCH").at(-1), { name: "After the restart" });
    assert.equal((await world.get(contactId))["phoneNumber"], "+886 2 0000 0888");
  });
});
