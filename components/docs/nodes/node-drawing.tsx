import { NodeCard } from "#components/canvas/node-card.tsx";
import type { NodePage } from "#lib/docs/node-reference.ts";
import "#components/canvas/canvas.css";

const WIDTH = 208;
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
      <div className="relative h-12" style={{ width, "--zoom": 1 } as React.CSSProperties}>
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
