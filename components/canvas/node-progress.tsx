import { useEffect, useRef } from "react";

interface NodeProgressProps {
  /** What the node has written so far. */
  text: string;
}

/** What a node is writing, as it comes. It follows the end, unless somebody has scrolled up to read. */
export function NodeProgress({ text }: NodeProgressProps) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new piece moves the end
  useEffect(() => {
    const element = box.current;
    if (element && follows.current) element.scrollTop = element.scrollHeight;
  }, [text]);
  return (
    <section aria-label="Written so far" className="flex min-h-0 flex-col gap-1.5">
      <h2 className="font-medium text-fg-2 text-small tracking-normal">Written so far</h2>
      <div
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached with the keyboard
        tabIndex={0}
        onScroll={({ currentTarget }) => {
          const { scrollTop, scrollHeight, clientHeight } = currentTarget;
          follows.current = scrollHeight - scrollTop - clientHeight < 24;
        }}
        className="max-h-72 overflow-y-auto whitespace-pre-wrap break-words rounded-control border border-line bg-sunken p-2 text-small"
      >
        {text}
        <span aria-hidden className="ml-px inline-block h-3.5 w-[7px] animate-pulse bg-run align-text-bottom" />
      </div>
    </section>
  );
}
