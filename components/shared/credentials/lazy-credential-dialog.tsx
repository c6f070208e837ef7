"use client";

import dynamic from "next/dynamic";

/** For pages that mostly list: the form comes when somebody opens it. */
export const LazyCredentialDialog = dynamic(
  () => import("./credential-dialog.tsx").then(({ CredentialDialog }) => CredentialDialog),
  { ssr: false },
);
