import type { ReactNode } from "react";
import { CommandPaletteProvider } from "#components/shared/command-palette/command-palette-context.tsx";
import { PageProviders } from "#components/shared/page-providers.tsx";
import { TooltipProvider } from "#components/ui/tooltip.tsx";
import { callerMay } from "#lib/auth/caller.ts";
import { requirePageCaller } from "#lib/auth/page-session.ts";

export default async function AppLayout({ children }: { children: ReactNode }) {
  const caller = await requirePageCaller();
  return (
    <PageProviders>
      <TooltipProvider>
        <CommandPaletteProvider mayWrite={callerMay(caller, "workflows:write")}>{children}</CommandPaletteProvider>
      </TooltipProvider>
    </PageProviders>
  );
}
