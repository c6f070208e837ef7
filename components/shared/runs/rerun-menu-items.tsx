import { RotateCcw } from "lucide-react";
import { DropdownMenuItem } from "#components/ui/dropdown-menu.tsx";
import type { RerunVersion } from "./run-actions.ts";

const ways: readonly { version: RerunVersion; label: string }[] = [
  { version: "same", label: "On the same version" },
  { version: "published", label: "On the published version" },
  { version: "draft", label: "On the draft" },
];

/** The versions that a run can be made again on. Each has the same input as the run had. */
export function RerunMenuItems({ rerun }: { rerun(version: RerunVersion): void }) {
  return ways.map(({ version, label }) => (
    <DropdownMenuItem key={version} onSelect={() => rerun(version)}>
      <RotateCcw aria-hidden />
      {label}
    </DropdownMenuItem>
  ));
}
