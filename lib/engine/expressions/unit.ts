import type { AnyNode } from "acorn";
import { limits } from "#lib/config/limits.ts";
import { ExpressionError, shown } from "./errors.ts";
import type { Run } from "./evaluation.ts";
import { SPINE_DEPTH } from "./parser.ts";
import type { ExpressionErrorCode, RootRead } from "./types.ts";

export type Compile = (unit: Unit, node: AnyNode, chain: boolean) => Run;

/** What is gathered while one text is compiled: its reads, its places for parameters, how much it can do. */
export class Unit {
  readonly source: string;
  readonly reads: RootRead[] = [];
  /** Nodes compiled so far: what one run of a callback costs is measured by them. */
  nodes = 0;
  private readonly rootNames: string[] = [];
  private readonly parameters: Map<string, number>[] = [];
  private slots = 0;
  private depth = 0;
  private readonly compileNode: Compile;

  constructor(source: string, compileNode: Compile) {
    this.source = source;
    this.compileNode = compileNode;
  }

  /** `chain`: whether the node is a link of a chain with `?.`, whose break it may hand on. */
  compile(node: AnyNode, chain = false): Run {
    this.nodes++;
    if (++this.depth > SPINE_DEPTH) {
      throw this.error("limit_depth", `The expression is nested deeper than ${limits.expressionDepth} levels.`, node);
    }
    const run = this.compileNode(this, node, chain);
    this.depth--;
    return run;
  }

  error(code: ExpressionErrorCode, message: string, node: { start: number; end: number }): ExpressionError {
    return new ExpressionError(code, message, node.start, node.end);
  }

  unsupported(what: string, node: { start: number; end: number }): ExpressionError {
    return this.error("unsupported", `${what} cannot be used in an expression: "${this.show(node)}".`, node);
  }

  show(node: { start: number; end: number }): string {
    return shown(this.source.slice(node.start, node.end));
  }

  /** Where a root's value is kept during an evaluation. */
  rootIndex(name: string): number {
    const known = this.rootNames.indexOf(name);
    return known >= 0 ? known : this.rootNames.push(name) - 1;
  }

  read(read: RootRead): void {
    this.reads.push(read);
  }

  enterArrow(): void {
    this.parameters.push(new Map());
  }

  leaveArrow(): void {
    this.parameters.pop();
  }

  /** Gives a parameter of the innermost arrow its place. */
  declare(name: string): number {
    const slot = this.slots++;
    this.parameters.at(-1)?.set(name, slot);
    return slot;
  }

  slotOf(name: string): number | undefined {
    for (let index = this.parameters.length - 1; index >= 0; index--) {
      const slot = this.parameters[index]?.get(name);
      if (slot !== undefined) return slot;
    }
    return undefined;
  }
}
