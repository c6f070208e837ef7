import type { ThreadRoute } from "./thread-path.ts";

export type ThreadState = "rest" | "taken" | "live" | "off" | "failed";

/** A thread between two cards. A live one is two-ply: a thin canvas-coloured strand turns along it. */
export function Thread(props: { route: ThreadRoute; state: ThreadState; active: boolean }) {
  const { route, state, active } = props;
  return (
    <>
      <path d={route.path} className="thread-hit" />
      <path d={route.path} className="thread" data-state={state} data-active={active || undefined} />
      {state === "live" && !active && <path d={route.path} className="thread-ply" />}
    </>
  );
}
