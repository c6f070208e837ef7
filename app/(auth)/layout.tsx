import type { ReactNode } from "react";
import { PageProviders } from "#components/shared/page-providers.tsx";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return <PageProviders>{children}</PageProviders>;
}
