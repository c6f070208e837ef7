import type { AnyDefinition } from "../../nodes/define.ts";
import type { JoinRule } from "../graph.ts";
import type { Order } from "./order.ts";
import { certainty, type Reach } from "./reach.ts";
import type { Entry, Link, Shape } from "./shape.ts";

/** Stands for the way into a container: it completes at once, and gives the item or the state as its output. */
const wayIn: Pick<AnyDefinition, "type" | "title" | "effect" | "trigger"> = {
  type: "container.entry",
  title: "Entry",
  effect: "pure",
  trigger: "manual",
};

/** What stands in a container, as what its way in reaches: every child without incoming edges is a root (E13). */
export function bodyReach(
  container: Entry,
  outer: Reach,
  shape: Shape,
  order: Order,
  joins: readonly (JoinRule | null)[],
): Reach {
  const index = shape.entries.length;
  const links: Link[] = [];
  const trigger: Entry = {
    index,
    node: { id: container.node.id, key: "", type: wayIn.type, version: 1, config: {} },
    // Only what stands above is looked at once a document has been checked.
    definition: wayIn as AnyDefinition,
    ports: ["out"],
    disabled: false,
    in: [],
    out: links,
    parent: container,
    children: [],
  };
  const children = order.sorted
    .filter(({ parent }) => parent?.index === container.index)
    .map((child) => rooted(child, trigger));
  const members = [trigger, ...children];
  const positions = new Int32Array(index + 1).fill(-1);
  for (const [position, member] of members.entries()) positions[member.index] = position;
  const certain = certainty({ members, positions }, joins, true);
  const position = outer.positions[container.index] as number;
  return { trigger, members, positions, certain, outer: { reach: outer, position, container } };
}

function rooted(child: Entry, trigger: Entry): Entry {
  if (child.in.length > 0) return child;
  const link: Link = {
    id: `entry_${child.node.id}`,
    source: trigger.index,
    target: child.index,
    sourcePort: "out",
    targetPort: child.definition?.inputs[0] ?? "in",
  };
  trigger.out.push(link);
  return { ...child, in: [link] };
}
