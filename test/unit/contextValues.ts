import ts from "typescript";
import { nodesOf, sourceFile } from "./sourceTree.ts";

/** Every `contextValue` that the tree's code can give a row, found by working out the expressions assigned to it. */
export function contextValues(): ReadonlySet<string> {
  const values = new Set<string>();
  for (const node of nodesOf(sourceFile("src/tree/treeItem.ts"))) {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(node.left) &&
      node.left.name.text === "contextValue"
    ) {
      possibleTexts(node.right).forEach((value) => values.add(value));
    }
  }
  return values;
}

function possibleTexts(expression: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(expression)) {
    return [expression.text];
  }
  if (ts.isConditionalExpression(expression)) {
    return [...possibleTexts(expression.whenTrue), ...possibleTexts(expression.whenFalse)];
  }
  if (ts.isTemplateExpression(expression)) {
    return expression.templateSpans.reduce<readonly string[]>(
      (starts, span) =>
        starts.flatMap((start) =>
          possibleTexts(span.expression).map((part) => start + part + span.literal.text),
        ),
      [expression.head.text],
    );
  }
  throw new Error(`contextValue is made by ${expression.getText()}, which this test cannot work out.`);
}
