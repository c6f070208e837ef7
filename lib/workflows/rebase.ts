import type { WorkflowDocument } from "../engine/document.ts";
import type { Json } from "../engine/json.ts";
import { jsonEqual } from "../engine/json-equal.ts";
import { type Diff, emptyDiff, type RecordChange, sameRecord, squashDiffs } from "./diff.ts";
import { applyFields, type FieldChange, fieldsBetween } from "./diff-fields.ts";

/** Something that both sides changed, each in its own way. Theirs holds until a person chooses. */
export interface Conflict {
  /** The node or the edge; neither: a setting of the document. */
  nodeId?: string;
  edgeId?: string;
  /** Dotted name of the field; "": the node or edge as a whole, which one side removed. */
  field: string;
  /** Undefined: not there on that side. */
  mine: Json | undefined;
  theirs: Json | undefined;
  /** Applied after the rebased diff, makes mine hold. */
  keepMine: Diff;
}

export interface Rebased {
  /** What is left of mine; it applies to their document. */
  diff: Diff;
  conflicts: Conflict[];
}

/**
 * Both diffs start at the same document: makes of `mine` a diff that applies after `theirs`. `document` is what theirs led
 * to. Nothing is dropped in silence: what does not go together comes back as a conflict, field by field.
 */
export function rebaseDiff(mine: Diff, theirs: Diff, document: WorkflowDocument): Rebased {
  const nodes = rebaseRecords(mine.nodes, theirs.nodes, document.nodes, {
    name: (nodeId) => ({ nodeId }),
    diff: (change) => ({ ...emptyDiff(), nodes: [change] }),
  });
  const edges = rebaseRecords(mine.edges, theirs.edges, document.edges, {
    name: (edgeId) => ({ edgeId }),
    diff: (change) => ({ ...emptyDiff(), edges: [change] }),
  });
  const settings = rebaseFields(mine.settings, theirs.settings);
  const diff = { nodes: nodes.changes, edges: edges.changes, settings: settings.changes };
  const onSettings = settings.clashes.map(({ mine: field, theirs: other }) => ({
    field: `settings.${field.path.join(".")}`,
    mine: field.after,
    theirs: other.after,
    keepMine: { ...emptyDiff(), settings: [between(field.path, other.after, field.after)] },
  }));
  const all = [...nodes.conflicts, ...edges.conflicts, ...onSettings];
  return splitLooseEdges({ diff, conflicts: all }, document);
}

interface Kind<T extends { id: string }> {
  name(id: string): Pick<Conflict, "nodeId" | "edgeId">;
  diff(change: RecordChange<T>): Diff;
}

interface RebasedRecords<T extends { id: string }> {
  changes: RecordChange<T>[];
  conflicts: Conflict[];
}

function rebaseRecords<T extends { id: string }>(
  mine: readonly RecordChange<T>[],
  theirs: readonly RecordChange<T>[],
  records: readonly T[],
  kind: Kind<T>,
): RebasedRecords<T> {
  const others = new Map(theirs.map((change) => [change.id, change]));
  const current = new Map(records.map((record) => [record.id, record]));
  const result: RebasedRecords<T> = { changes: [], conflicts: [] };
  for (const change of mine) {
    const other = others.get(change.id);
    if (!other) result.changes.push(change);
    else rebaseRecord(change, other, current.get(change.id), kind, result);
  }
  return result;
}

function rebaseRecord<T extends { id: string }>(
  mine: RecordChange<T>,
  theirs: RecordChange<T>,
  current: T | undefined,
  kind: Kind<T>,
  result: RebasedRecords<T>,
): void {
  const { id } = mine;
  const wholly = (mineIs: T | undefined, keep: RecordChange<T>) =>
    result.conflicts.push({
      ...kind.name(id),
      field: "",
      mine: plain(mineIs),
      theirs: plain(current),
      keepMine: kind.diff(keep),
    });
  if ("changed" in mine && "changed" in theirs) {
    const { changes, clashes } = rebaseFields(mine.changed, theirs.changed);
    if (changes.length > 0) result.changes.push({ id, changed: changes });
    for (const clash of clashes) result.conflicts.push(fieldConflict(id, clash, kind));
  } else if ("changed" in mine && "removed" in theirs) {
    const added = applyFields(theirs.removed, mine.changed, (why) => new Error(`${id}: ${why}`));
    wholly(added, { id, added });
  } else if ("removed" in mine && current) {
    wholly(undefined, { id, removed: current });
  } else if ("added" in mine && current) {
    if (sameRecord(mine.added, current)) return;
    wholly(mine.added, { id, changed: fieldsBetween(current, mine.added) });
  }
}

function fieldConflict<T extends { id: string }>(id: string, { mine, theirs }: Clash, kind: Kind<T>): Conflict {
  const changed = [between(mine.path, theirs.after, mine.after)];
  const field = mine.path.join(".");
  return { ...kind.name(id), field, mine: mine.after, theirs: theirs.after, keepMine: kind.diff({ id, changed }) };
}

interface Clash {
  mine: FieldChange;
  theirs: FieldChange;
}

function rebaseFields(mine: readonly FieldChange[], theirs: readonly FieldChange[]) {
  const others = new Map(theirs.map((change) => [JSON.stringify(change.path), change]));
  const changes: FieldChange[] = [];
  const clashes: Clash[] = [];
  for (const change of mine) {
    const other = others.get(JSON.stringify(change.path));
    if (!other) changes.push(change);
    else if (!jsonEqual(change.after, other.after)) clashes.push({ mine: change, theirs: other });
  }
  return { changes, clashes };
}

function between(path: string[], before: Json | undefined, after: Json | undefined): FieldChange {
  return { path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}

function plain(record: object | undefined): Json | undefined {
  // Records of a document hold nothing but JSON; their optional members make the type wider than it is.
  return record as Json | undefined;
}

/** An edge of mine whose end they removed would lead nowhere: it waits for the choice about that node, and comes with it. */
function splitLooseEdges({ diff, conflicts }: Rebased, document: WorkflowDocument): Rebased {
  const gone = new Set(
    conflicts.filter(({ theirs, field }) => field === "" && theirs === undefined).map((one) => one.nodeId),
  );
  const ids = new Set(
    [...document.nodes, ...diff.nodes.flatMap((change) => ("added" in change ? [change.added] : []))].map(
      ({ id }) => id,
    ),
  );
  const edges: Diff["edges"] = [];
  const loose: Conflict[] = [];
  for (const change of diff.edges) {
    const missing = "added" in change ? [change.added.source, change.added.target].filter((id) => !ids.has(id)) : [];
    if (missing.length === 0) {
      edges.push(change);
      continue;
    }
    const keepMine = { ...emptyDiff(), edges: [change] };
    const owner =
      missing.length === 1 && gone.has(missing[0]) ? conflicts.find(({ nodeId }) => nodeId === missing[0]) : undefined;
    if (owner) owner.keepMine = squashDiffs(owner.keepMine, keepMine);
    else if ("added" in change) {
      loose.push({ edgeId: change.id, field: "", mine: plain(change.added), theirs: undefined, keepMine });
    }
  }
  return { diff: { ...diff, edges }, conflicts: [...conflicts, ...loose] };
}
