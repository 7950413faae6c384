import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { projectRoot } from "../support/projectRoot.ts";

/** The text of a project file; `path` is relative to the root. */
export function readText(path: string): string {
  return readFileSync(join(projectRoot, path), "utf8");
}

/** Parsed source files under `folder`, by path from the root, so that tests read code as code and not as text. */
export function sourceFiles(folder: string): readonly ts.SourceFile[] {
  return globSync(`${folder}/**/*.ts`, { cwd: projectRoot }).map((path) =>
    sourceFile(path.replaceAll("\\", "/")),
  );
}

export function sourceFile(path: string): ts.SourceFile {
  return ts.createSourceFile(path, readText(path), ts.ScriptTarget.Latest, true);
}

/** Every node of a file, parents before children. */
export function* nodesOf(node: ts.Node): Iterable<ts.Node> {
  yield node;
  for (const child of node.getChildren()) {
    yield* nodesOf(child);
  }
}

/** A module that a file imports; `isErased` when only types come over and nothing is left at run time. */
export interface Import {
  readonly module: string;
  readonly isErased: boolean;
}

export function importsOf(file: ts.SourceFile): readonly Import[] {
  const imports: Import[] = [];
  for (const node of nodesOf(file)) {
    if (ts.isImportDeclaration(node)) {
      imports.push({
        module: textOf(node.moduleSpecifier),
        isErased: node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
      });
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      imports.push({ module: textOf(node.moduleSpecifier), isErased: node.isTypeOnly });
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      imports.push({ module: textOf(node.argument.literal), isErased: true });
    } else if (ts.isCallExpression(node) && isModuleCall(node)) {
      imports.push({ module: textOf(node.arguments[0]), isErased: false });
    }
  }
  return imports;
}

function isModuleCall({ expression }: ts.CallExpression): boolean {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === "require")
  );
}

function textOf(node: ts.Node | undefined): string {
  if (!node || !ts.isStringLiteralLike(node)) {
    throw new Error(`A module is named by ${node?.getText() ?? "nothing"}, not by a plain string.`);
  }
  return node.text;
}

/** Names of the members of an exported interface. */
export function interfaceMembers(path: string, name: string): readonly string[] {
  for (const node of nodesOf(sourceFile(path))) {
    if (ts.isInterfaceDeclaration(node) && node.name.text === name) {
      return node.members.map(({ name: member }) => {
        if (!member || !(ts.isStringLiteral(member) || ts.isIdentifier(member))) {
          throw new Error(`A member of ${name} has no plain name.`);
        }
        return member.text;
      });
    }
  }
  throw new Error(`${path} has no interface ${name}.`);
}
