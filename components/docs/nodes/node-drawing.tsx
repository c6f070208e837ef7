import { NodeCard } from "#components/canvas/node-card.tsx";
import { NodeTile } from "#components/canvas/node-tile.tsx";
import type { NodePage } from "#lib/docs/node-reference.ts";
import { cn } from "#lib/utils.ts";
import "#components/canvas/canvas.css";

const WIDTH = 208;
const FRAME_WIDTH = 256;
const ROOM_PER_PORT = 72;
const PORTS_IN_WIDTH = 3;

/** The node as it lies on the canvas: what comes in on top, the ways on below. */
export function NodeDrawing({ page }: { page: NodePage }) {
  const width = WIDTH + Math.max(0, page.ports.length - PORTS_IN_WIDTH) * ROOM_PER_PORT;
  const place = (index: number) => `${((index + 1) / (page.ports.length + 1)) * 100}%`;
  return (
    <div
      role="img"
      aria-label={`${page.title} on the canvas`}
      className="canvas-dots grid place-items-center overflow-x-auto rounded-card border border-line px-6 py-11"
    >
      <div
        className={cn("relative", page.isContainer ? "h-[124px]" : "h-12")}
        style={{ width: page.isContainer ? FRAME_WIDTH : width, "--zoom": 1 } as React.CSSProperties}
      >
        {page.isContainer ? (
          <Frame page={page} />
        ) : (
          <NodeCard
            type={page.type}
            category={page.category}
            title={page.title}
            summary={page.cardSummary}
            mono={false}
            summaryTone={null}
            status={null}
            problems={0}
            problemKind={null}
            selected={false}
          />
        )}
        {page.inputs.map((input) => (
          <Eyelet key={input} left="50%" side="top" />
        ))}
        {page.ports.map(({ name, title }, i) => (
          <Eyelet key={name} left={place(i)} side="bottom" title={page.ports.length > 1 ? title : undefined} />
        ))}
      </div>
    </div>
  );
}

/** A loop is a frame: other nodes stand inside. */
function Frame({ page }: { page: NodePage }) {
  return (
    <div className="flex h-full flex-col rounded-panel border border-line-2 bg-surface/50">
      <div className="flex h-8 items-center gap-2 px-3 font-medium text-small">
        <NodeTile type={page.type} category={page.category} size="sm" />
        {page.title}
      </div>
      <div className="mx-3 mb-3 grid flex-1 place-items-center rounded-card border border-line-control border-dashed text-fg-3 text-micro">
        What is done each time
      </div>
    </div>
  );
}

function Eyelet({ left, side, title }: { left: string; side: "top" | "bottom"; title?: string | undefined }) {
  return (
    <>
      <span
        style={{ left, [side]: "-24px" }}
        className="-translate-x-1/2 absolute h-6 w-0 border-edge border-l-[1.5px]"
      />
      <span
        style={{ left, [side]: 0 }}
        className={`-translate-x-1/2 absolute h-[7px] w-3 rounded-chip border-[1.5px] border-edge bg-surface ${side === "top" ? "-translate-y-1/2" : "translate-y-1/2"}`}
      />
      {title === undefined ? null : (
        <span
          style={{ left }}
          className="absolute top-[calc(100%+5px)] ml-2.5 whitespace-nowrap font-medium text-[10px] text-fg-2 leading-[14px]"
        >
          {title}
        </span>
      )}
    </>
  );
}
