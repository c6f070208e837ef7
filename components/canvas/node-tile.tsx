import type { NodeCategory } from "#lib/nodes/define.ts";
import { nodeIcons } from "#lib/nodes/icons.ts";
import { cn } from "#lib/utils.ts";

const unknownIcon =
  '<circle cx="12" cy="12" r="10"/><path d="M9.09 9a3 3 0 0 1 5.83 1c0 2-3 3-3 3"/><path d="M12 17h.01"/>';

function strokeOf(size: number): number {
  return size <= 12 ? 2.3 : size <= 14 ? 2 : 1.9;
}

/** The same icon as markup, for what is not drawn by React. Its parts come from our own source tree. */
export function iconMarkup(type: string, size: number): string {
  return `<svg viewBox="0 0 24 24" width="${size}" height="${size}" fill="none" stroke="currentColor" stroke-width="${strokeOf(size)}" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${nodeIcons[type] ?? unknownIcon}</svg>`;
}

/** The icon of a node type, one colour, inherited. */
export function NodeIcon(props: { type: string; size?: number; className?: string }) {
  const { type, size = 16, className } = props;
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={strokeOf(size)}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={cn("shrink-0", className)}
      aria-hidden="true"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: generated from the icons in our own source tree
      dangerouslySetInnerHTML={{ __html: nodeIcons[type] ?? unknownIcon }}
    />
  );
}

const sizes = {
  sm: { box: "size-5 rounded-[5px]", icon: 14 },
  md: { box: "size-7 rounded-control", icon: 16 },
  lg: { box: "size-9 rounded-card", icon: 18 },
} as const;

/** The icon on its category's tone. */
export function NodeTile(props: {
  type: string;
  category: NodeCategory | undefined;
  size?: keyof typeof sizes;
  className?: string;
}) {
  const size = sizes[props.size ?? "md"];
  return (
    <span className={cn("node-tile", size.box, props.className)} data-category={props.category ?? "control"}>
      <NodeIcon type={props.type} size={size.icon} />
    </span>
  );
}
