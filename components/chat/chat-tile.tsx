import { NodeIcon } from "#components/canvas/node-tile.tsx";
import { cn } from "#lib/utils.ts";

/** What stands for a chat; the tiles of the canvas bring its stylesheet along, which no other page has. */
export function ChatTile({ isLarge = false, className }: { isLarge?: boolean; className?: string }) {
  const size = isLarge ? "size-9 rounded-card" : "size-5 rounded-[5px]";
  return (
    <span className={cn("grid shrink-0 place-items-center bg-cat-ai-soft text-cat-ai", size, className)}>
      <NodeIcon type="trigger.chat" size={isLarge ? 18 : 14} />
    </span>
  );
}
