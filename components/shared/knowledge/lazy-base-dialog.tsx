"use client";

import dynamic from "next/dynamic";

/** The form brings the schemas of a base's settings, and comes when somebody opens it. */
export const LazyBaseDialog = dynamic(() => import("./base-dialog.tsx").then(({ BaseDialog }) => BaseDialog), {
  ssr: false,
});
