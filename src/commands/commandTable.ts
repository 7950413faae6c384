import { once } from "../state/once.ts";
import type { CommandId, CommandTable, CommandTypes } from "./commandTypes.ts";
import type { CommandContext } from "./context.ts";

/** Every command's handler. They are loaded when the first of their group runs: activation needs none of them. */
export function commandTable(context: () => Promise<CommandContext>): CommandTable {
  const connection = once(async () =>
    (await import("./connectionCommands.ts")).connectionCommands(await context()),
  );
  const network = once(async () => (await import("./networkCommands.ts")).networkCommands(await context()));
  const diagnose = once(async () => (await import("./diagnoseCommand.ts")).diagnoseCommand(await context()));
  const history = once(async () => (await import("./historyCommands.ts")).historyCommands(await context()));
  const contact = once(async () => (await import("./contactCommands.ts")).contactCommands(await context()));
  const list = once(async () => (await import("./listCommands.ts")).listCommands(await context()));
  const file = once(async () => (await import("./fileCommands.ts")).fileCommands(await context()));
  const bulk = once(async () => (await import("./bulkCommands.ts")).bulkCommands(await context()));
  const duplicates = once(async () =>
    (await import("./duplicatesCommands.ts")).duplicatesCommands(await context()),
  );
  const link = once(async () => (await import("./linkCommands.ts")).linkCommands(await context()));
  const copyAs = once(async () => (await import("./copyAsCommands.ts")).copyAsCommands(await context()));
  const lookup = once(async () => (await import("./lookupCommands.ts")).lookupCommands(await context()));
  const assist = once(async () => (await import("./assistCommands.ts")).assistCommands(await context()));
  const fixture = once(async () => (await import("./fixtureCommands.ts")).fixtureCommands(await context()));
  const seed = once(async () =>
    (await import("../data/seed/seedCommands.ts")).seedCommands(await (await context()).seed()),
  );
  return {
    "maiagent.addConnection": later(connection, "maiagent.addConnection"),
    "maiagent.editConnection": later(connection, "maiagent.editConnection"),
    "maiagent.removeConnection": later(connection, "maiagent.removeConnection"),
    "maiagent.switchConnection": later(connection, "maiagent.switchConnection"),
    "maiagent.setKey": later(connection, "maiagent.setKey"),
    "maiagent.setNetworkSecrets": later(network, "maiagent.setNetworkSecrets"),
    "maiagent.diagnoseConnection": later(diagnose, "maiagent.diagnoseConnection"),
    "maiagent.signOut": later(connection, "maiagent.signOut"),
    "maiagent.trySampleData": later(connection, "maiagent.trySampleData"),
    "maiagent.resetSampleData": later(connection, "maiagent.resetSampleData"),
    "maiagent.newContact": later(contact, "maiagent.newContact"),
    "maiagent.openContact": later(contact, "maiagent.openContact"),
    "maiagent.openRow": later(contact, "maiagent.openRow"),
    "maiagent.openContactAsText": later(contact, "maiagent.openContactAsText"),
    "maiagent.saveContact": later(contact, "maiagent.saveContact"),
    "maiagent.compareWithServer": later(contact, "maiagent.compareWithServer"),
    "maiagent.previewChanges": later(contact, "maiagent.previewChanges"),
    "maiagent.replaceContact": later(contact, "maiagent.replaceContact"),
    "maiagent.duplicateContact": later(contact, "maiagent.duplicateContact"),
    "maiagent.deleteContact": later(contact, "maiagent.deleteContact"),
    "maiagent.copyContactId": later(contact, "maiagent.copyContactId"),
    "maiagent.copyContactJson": later(contact, "maiagent.copyContactJson"),
    "maiagent.copyContactAs": later(copyAs, "maiagent.copyContactAs"),
    "maiagent.contactHistory": later(history, "maiagent.contactHistory"),
    "maiagent.restoreVersion": later(history, "maiagent.restoreVersion"),
    "maiagent.compareVersionWithNow": later(history, "maiagent.compareVersionWithNow"),
    "maiagent.undoLastChange": later(history, "maiagent.undoLastChange"),
    "maiagent.showDeletedContacts": later(history, "maiagent.showDeletedContacts"),
    "maiagent.clearHistory": later(history, "maiagent.clearHistory"),
    "maiagent.showField": later(contact, "maiagent.showField"),
    "maiagent.refresh": later(list, "maiagent.refresh"),
    "maiagent.loadMore": later(list, "maiagent.loadMore"),
    "maiagent.filterInbox": later(list, "maiagent.filterInbox"),
    "maiagent.clearFilter": later(list, "maiagent.clearFilter"),
    "maiagent.importContacts": later(file, "maiagent.importContacts"),
    "maiagent.exportContacts": later(file, "maiagent.exportContacts"),
    "maiagent.deleteContacts": later(bulk, "maiagent.deleteContacts"),
    "maiagent.moveToInbox": later(bulk, "maiagent.moveToInbox"),
    "maiagent.addToInbox": later(bulk, "maiagent.addToInbox"),
    "maiagent.removeFromInbox": later(bulk, "maiagent.removeFromInbox"),
    "maiagent.setField": later(bulk, "maiagent.setField"),
    "maiagent.copyToConnection": later(bulk, "maiagent.copyToConnection"),
    "maiagent.dropContacts": later(bulk, "maiagent.dropContacts"),
    "maiagent.findDuplicates": later(duplicates, "maiagent.findDuplicates"),
    "maiagent.retryFailed": later(bulk, "maiagent.retryFailed"),
    "maiagent.copyReport": later(bulk, "maiagent.copyReport"),
    "maiagent.findContact": later(lookup, "maiagent.findContact"),
    "maiagent.findOpenToSide": later(lookup, "maiagent.findOpenToSide"),
    "maiagent.findPeek": later(lookup, "maiagent.findPeek"),
    "maiagent.findActions": later(lookup, "maiagent.findActions"),
    "maiagent.findSaveSearch": later(lookup, "maiagent.findSaveSearch"),
    "maiagent.openContactToSide": later(lookup, "maiagent.openContactToSide"),
    "maiagent.peekContact": later(lookup, "maiagent.peekContact"),
    "maiagent.insertContactId": later(assist, "maiagent.insertContactId"),
    "maiagent.insertContactField": later(assist, "maiagent.insertContactField"),
    "maiagent.hoverAction": later(assist, "maiagent.hoverAction"),
    "maiagent.lookUpSelection": later(assist, "maiagent.lookUpSelection"),
    "maiagent.saveAsFixture": later(fixture, "maiagent.saveAsFixture"),
    "maiagent.updateFixture": later(fixture, "maiagent.updateFixture"),
    "maiagent.applyFixture": later(fixture, "maiagent.applyFixture"),
    "maiagent.pinContact": later(lookup, "maiagent.pinContact"),
    "maiagent.unpinContact": later(lookup, "maiagent.unpinContact"),
    "maiagent.revealContact": later(lookup, "maiagent.revealContact"),
    "maiagent.renameSearch": later(lookup, "maiagent.renameSearch"),
    "maiagent.deleteSearch": later(lookup, "maiagent.deleteSearch"),
    "maiagent.openLink": later(link, "maiagent.openLink"),
    "maiagent.copyContactLink": later(link, "maiagent.copyContactLink"),
    "maiagent.openInMaiAgent": later(link, "maiagent.openInMaiAgent"),
    "maiagent.newSeedRecipe": later(seed, "maiagent.newSeedRecipe"),
    "maiagent.dryRunSeed": later(seed, "maiagent.dryRunSeed"),
    "maiagent.runSeed": later(seed, "maiagent.runSeed"),
    "maiagent.cleanUpSeed": later(seed, "maiagent.cleanUpSeed"),
    "maiagent.seedRuns": later(seed, "maiagent.seedRuns"),
    "maiagent.showLog": async () => (await context()).log.show(),
  };
}

function later<Id extends CommandId>(
  load: () => Promise<Pick<CommandTable, Id>>,
  id: Id,
): (...args: Parameters<CommandTypes[Id]>) => Promise<void> {
  return async (...args) => {
    const handler: (...args: never[]) => unknown = (await load())[id];
    await Reflect.apply(handler, undefined, args);
  };
}
