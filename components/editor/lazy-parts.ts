import dynamic from "next/dynamic";
import { loadExpressionEditor } from "./fields/expression-editor/lazy-expression-editor.tsx";
import { loadTools } from "./fields/tools/lazy-tools-widget.tsx";

const conflicts = () => import("./save/conflicts-dialog.tsx");
const empty = () => import("./empty-canvas.tsx");
const publish = () => import("./dialogs/publish-dialog.tsx");
const run = () => import("./dialogs/run-dialog.tsx");
const settings = () => import("./dialogs/settings-dialog.tsx");
const shortcuts = () => import("./dialogs/shortcuts-dialog.tsx");
const versions = () => import("./dialogs/versions-sheet.tsx");

export const ConflictsDialog = dynamic(() => conflicts().then((all) => all.ConflictsDialog), { ssr: false });
export const EmptyCanvas = dynamic(() => empty().then((all) => all.EmptyCanvas), { ssr: false });
export const PublishDialog = dynamic(() => publish().then((all) => all.PublishDialog), { ssr: false });
export const RunDialog = dynamic(() => run().then((all) => all.RunDialog), { ssr: false });
export const SettingsDialog = dynamic(() => settings().then((all) => all.SettingsDialog), { ssr: false });
export const ShortcutsDialog = dynamic(() => shortcuts().then((all) => all.ShortcutsDialog), { ssr: false });
export const VersionsSheet = dynamic(() => versions().then((all) => all.VersionsSheet), { ssr: false });

function loadParts(): void {
  for (const load of [loadExpressionEditor, run, publish, conflicts, settings, shortcuts, versions, empty, loadTools])
    load().catch(() => {});
}

/**
 * Once the canvas stands and the browser has nothing else to do: they open at once then, and also while the server is away.
 * @returns what calls it off
 */
export function loadPartsWhenIdle(): () => void {
  // Not in every Safari.
  if (!("requestIdleCallback" in window)) {
    const timer = setTimeout(loadParts, 1_000);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(loadParts, { timeout: 3_000 });
  return () => cancelIdleCallback(handle);
}
