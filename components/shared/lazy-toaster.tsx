"use client";

import { type ComponentType, useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** Draws notices, once the page stands: no page begins with one. */
export function LazyToaster() {
  const [Toaster, setToaster] = useState<ComponentType | null>(null);
  useEffect(() => {
    // At once, before whoever waits for the same module shows the first notice: it is shown to who listens by then.
    void import("#components/ui/toaster.tsx").then((module) => flushSync(() => setToaster(() => module.Toaster)));
  }, []);
  return Toaster && <Toaster />;
}
