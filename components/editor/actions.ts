import { nodeTitle } from "#components/canvas/node-title.ts";
import type { Point } from "#components/canvas/thread-path.ts";
import type { DocumentSettings, NodePolicy, WorkflowDocument } from "#lib/engine/document.ts";
import type { Json, JsonObject } from "#lib/engine/json.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { addNode } from "#lib/workflows/commands/add-node.ts";
import { setConfig, setLabel, setPolicy, toggleDisabled } from "#lib/workflows/commands/change-node.ts";
import { copyText, parseClip, paste } from "#lib/workflows/commands/clipboard.ts";
import { closesCircle, connect } from "#lib/workflows/commands/connect.ts";
import { sameContainer } from "#lib/workflows/commands/frames.ts";
import { remove } from "#lib/workflows/commands/remove.ts";
import { renameKey } from "#lib/workflows/commands/rename-key.ts";
import { setBudget } from "#lib/workflows/commands/set-budget.ts";
import { applyDiff, type Diff, diffDocuments, isEmptyDiff } from "#lib/workflows/diff.ts";
import { type Dragged, dragging } from "./dragging.ts";
import { freePort } from "./free-port.ts";
import { type WalkDirection, walkFrom } from "./keyboard/walk.ts";
import { layoutOf, pointIn, withRoom } from "./layout.ts";
import { parentOfRequest } from "./parent-of-request.ts";
import type { DocumentStore } from "./stores/document-store.ts";
import type { PaletteRequest, SessionStore } from "./stores/session-store.ts";

interface End {
  node: string;
  port: string;
}

/** Everything a person can do to the open workflow. Each is one undo step, and is said aloud. */
export interface EditorActions {
  add(type: string, request: PaletteRequest, open?: boolean): void;
  /** Puts a whole document onto the empty canvas. */
  begin(document: WorkflowDocument, name: string): void;
  connect(from: End, to: End): void;
  canConnect(source: string, target: string): boolean;
  /** The innermost frame at a point of the canvas. */
  frameAt(point: Point): string | null;
  /** The frame that nodes being dragged would go into; null when they stay where they stand. */
  dropTarget(dragged: readonly Dragged[]): string | null;
  /** Moves nodes, into or out of frames where they were let go over one. */
  drop(dragged: readonly Dragged[]): void;
  /** The loops beside these nodes, which they could be moved into. */
  placesFor(nodes: ReadonlySet<string>): string[];
  /** Moves nodes into a loop, or out of theirs (null: onto the canvas itself), without a pointer. */
  move(nodes: ReadonlySet<string>, target: string | null): void;
  /** Says why two nodes were not connected. */
  explainRefusal(source: string, target: string): void;
  remove(): void;
  duplicate(): void;
  copy(): string | null;
  /** False when the text is no copied part of a workflow. */
  paste(text: string): boolean;
  toggleDisabled(): void;
  selectAll(): void;
  setConfig(node: string, key: string, value: Json | undefined): void;
  /** Several settings as one step to undo. */
  setConfigs(node: string, values: JsonObject): void;
  setLabel(node: string, label: string): void;
  setPolicy(node: string, policy: NodePolicy): void;
  /** What a run of the workflow may spend on models; undefined: as much as it likes. */
  setBudget(budget: DocumentSettings["budget"]): void;
  renameKey(node: string, key: string): void;
  undo(): void;
  redo(): void;
  startConnecting(): void;
  aimConnection(direction: WalkDirection, places: ReadonlyMap<string, Point>): void;
  finishConnecting(): void;
  /** Brings a node into view. */
  reveal(node: string, options?: { focus?: boolean }): void;
  /** Asks for the input, then runs the draft. */
  askRun(): void;
  closeRun(): void;
}

export interface ActionsOptions {
  document: DocumentStore;
  session: SessionStore;
  readOnly: boolean;
  reveal: EditorActions["reveal"];
  closeRun(): void;
}

export function createActions(options: ActionsOptions): EditorActions {
  const { session, readOnly } = options;
  const documents = options.document;
  const current = () => documents.getState().document;
  const say = (text: string) => session.getState().announce(text);
  const titleOf = (id: string) => {
    const node = documents.getState().nodes[id];
    return node ? nodeTitle(node) : id;
  };
  const definitionOf = (id: string) => catalogue.get(documents.getState().nodes[id]?.type ?? "");
  const commit = (diff: Diff, label: string, gesture?: string) => {
    if (readOnly || isEmptyDiff(diff)) return false;
    documents.getState().commit(diff, label, gesture);
    return true;
  };
  /** The same, and what lies under a frame that grew makes room. */
  const commitWithRoom = (diff: Diff, label: string) =>
    !isEmptyDiff(diff) && commit(diffDocuments(current(), withRoom(current(), applyDiff(current(), diff))), label);
  const selected = () => session.getState().nodes;

  return {
    add(type, request, open = false) {
      const definition = catalogue.get(type);
      if (!definition || readOnly) return;
      const layout = layoutOf(current());
      const parent = parentOfRequest(request, documents.getState());
      const at = request.at && pointIn(layout, parent, request.at);
      const sizeOf = (one: string) => layout.get(one)?.shape;
      const { diff, id } = addNode(current(), { definition, ...request, at, parent, sizeOf });
      if (!commitWithRoom(diff, `Added ${definition.title}`)) return;
      say(`${definition.title} added`);
      if (open) session.getState().goTo(id, null);
      else session.getState().select([id]);
      requestAnimationFrame(() => options.reveal(id));
    },
    begin({ nodes, edges }, name) {
      if (!commit(diffDocuments(current(), { ...current(), nodes, edges }), `Began with ${name}`)) return;
      say(`${name}: ${nodes.length} nodes added`);
      const first = nodes[0]?.id;
      if (first) requestAnimationFrame(() => options.reveal(first));
    },
    connect(from, to) {
      const diff = connect(current(), from, to);
      if (commit(diff, "Connected")) say(`${titleOf(from.node)} leads to ${titleOf(to.node)}`);
    },
    canConnect: (source, target) =>
      sameContainer(current(), source, target) && !closesCircle(current(), source, target),
    ...dragging({ current, commit: commitWithRoom, say, titleOf }),
    remove() {
      const { nodes, edges } = session.getState();
      const count = nodes.size;
      if (!commit(remove(current(), nodes, edges), count === 0 ? "Removed a connection" : "Removed")) return;
      say(count === 0 ? "Connection removed" : count === 1 ? "Node removed" : `${count} nodes removed`);
      session.getState().select([]);
    },
    duplicate() {
      const text = copyText(current(), selected());
      if (text !== null) this.paste(text);
    },
    copy: () => copyText(current(), selected()),
    paste(text) {
      const clip = parseClip(text);
      if (!clip) return false;
      const { diff, ids } = paste(current(), clip);
      if (!commitWithRoom(diff, "Pasted")) return true;
      session.getState().select(ids);
      say(ids.length === 1 ? "1 node pasted" : `${ids.length} nodes pasted`);
      return true;
    },
    toggleDisabled() {
      if (selected().size === 0) return;
      if (commit(toggleDisabled(current(), selected()), "Switched off or on")) say("Switched off or on");
    },
    selectAll() {
      const { nodes, edges } = current();
      session.getState().select(
        nodes.map(({ id }) => id),
        edges.map(({ id }) => id),
      );
    },
    setConfig: (node, key, value) =>
      void commit(
        setConfig(current(), node, key, value, definitionOf(node)),
        `Changed ${titleOf(node)}`,
        `config:${node}:${key}`,
      ),
    setConfigs(node, values) {
      let next = current();
      for (const [key, value] of Object.entries(values))
        next = applyDiff(next, setConfig(next, node, key, value, definitionOf(node)));
      commit(diffDocuments(current(), next), `Changed ${titleOf(node)}`);
    },
    setLabel: (node, label) => void commit(setLabel(current(), node, label), "Renamed", `label:${node}`),
    setPolicy: (node, policy) =>
      void commit(setPolicy(current(), node, policy), `Changed ${titleOf(node)}`, `policy:${node}`),
    setBudget: (budget) => void commit(setBudget(current(), budget), "Changed the budget"),
    renameKey: (node, key) => void commit(renameKey(current(), node, key), `Renamed the key to ${key}`),
    undo() {
      const had = documents.getState().undoSteps.length > 0;
      const label = readOnly ? null : documents.getState().undo();
      if (label !== null) say(`Undone: ${label}`);
      else if (had && !readOnly) say("This cannot be undone any more: it was changed elsewhere since.");
    },
    redo() {
      const label = readOnly ? null : documents.getState().redo();
      if (label !== null) say(`Done again: ${label}`);
    },
    ...connecting(options),
    reveal: options.reveal,
    askRun() {
      // What runs is the draft, so that is what is shown.
      if (readOnly) options.closeRun();
      session.setState({ dialog: "run" });
    },
    closeRun: options.closeRun,
  };
}

/** Connecting with the keyboard: from the selected node, aim with the arrows, Enter. */
function connecting({ document, session, readOnly }: ActionsOptions) {
  return {
    startConnecting() {
      const only = session.getState().nodes.size === 1 ? [...session.getState().nodes][0] : undefined;
      const node = only === undefined ? undefined : document.getState().nodes[only];
      if (!node || readOnly) return;
      const port = freePort(node, document.getState().document.edges);
      if (port === undefined) return;
      session.setState({ connecting: { node: node.id, port, target: null } });
      session.getState().announce("Connecting. Choose where to with the arrow keys, then press Enter.");
    },
    aimConnection(direction: WalkDirection, places: ReadonlyMap<string, Point>) {
      const { connecting: now } = session.getState();
      if (!now) return;
      const from = now.target ?? now.node;
      const next =
        walkFrom(from, direction, document.getState().document.edges, places) ?? nearest(from, direction, places);
      if (!next || next === now.node) return;
      session.setState({ connecting: { ...now, target: next } });
      const node = document.getState().nodes[next];
      if (node) session.getState().announce(`To ${nodeTitle(node)}`);
    },
    finishConnecting() {
      const { connecting: now } = session.getState();
      session.setState({ connecting: null });
      if (!now?.target) return;
      const diff = connect(
        document.getState().document,
        { node: now.node, port: now.port },
        { node: now.target, port: "in" },
      );
      if (isEmptyDiff(diff)) session.getState().announce("These cannot be connected.");
      else document.getState().commit(diff, "Connected");
    },
  };
}

/** The nearest card in a direction, connected or not: a connection is made to what is not connected yet. */
function nearest(from: string, direction: WalkDirection, places: ReadonlyMap<string, Point>): string | null {
  const at = places.get(from);
  if (!at) return null;
  const along = { up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] }[direction] as [number, number];
  let best: { id: string; distance: number } | null = null;
  for (const [id, place] of places) {
    const dx = place.x - at.x;
    const dy = place.y - at.y;
    const ahead = dx * along[0] + dy * along[1];
    if (id === from || ahead <= 0) continue;
    const distance = ahead + 2 * Math.abs(dx * along[1] + dy * along[0]);
    if (!best || distance < best.distance) best = { id, distance };
  }
  return best?.id ?? null;
}
