import { join } from "node:path";

/** The repository's root folder, absolute. */
export const projectRoot = join(import.meta.dirname, "..", "..");

/** Where `npm run package` puts the extension. */
export const packagedExtension = join(projectRoot, "dist", "maiagent-contacts.vsix");
