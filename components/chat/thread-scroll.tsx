"use client";

import { ArrowDown } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { IconButton } from "#components/ui/icon-button.tsx";

/** So near to the end, who reads is taken along. */
const NEAR = 80;

/** What was said, scrolled to its end; who has scrolled back stays there while more comes. */
export function ThreadScroll({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [isBack, setBack] = useState(false);
  useEffect(() => {
    if (!content.current) return;
    const follow = new ResizeObserver(() => {
      if (isAtEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
    });
    follow.observe(content.current);
    return () => follow.disconnect();
  }, []);
  const onScroll = () => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = box.current ?? {};
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR;
    setBack(!isAtEnd.current);
  };
  return (
    <div className="relative min-h-0 flex-1">
      <section
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard
        tabIndex={0}
        aria-label="What was said"
        className="h-full overflow-y-auto"
        onScroll={onScroll}
      >
        <div
          ref={content}
          className="mx-auto flex w-full max-w-[640px] flex-col gap-4 px-6 py-5 max-md:px-4 max-md:py-4"
        >
          {children}
        </div>
      </section>
      {isBack ? (
        <IconButton
          label="To the end"
          className="absolute bottom-2 left-1/2 -translate-x-1/2 border border-line-2 bg-surface shadow-float max-md:size-10"
          onClick={() => box.current?.scrollTo({ top: box.current.scrollHeight })}
        >
          <ArrowDown aria-hidden className="size-4" />
        </IconButton>
      ) : null}
    </div>
  );
}
