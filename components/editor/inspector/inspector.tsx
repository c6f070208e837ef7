import { Copy, Ellipsis, PanelRightClose, PanelRightOpen, Power, Trash2, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { NodeTile } from "#components/canvas/node-tile.tsx";
import { nodeTitle } from "#components/canvas/node-title.ts";
import { describeRunNode } from "#components/canvas/run-overlay.ts";
import { StatusIcon } from "#components/canvas/status-icon.tsx";
import { useMediaQuery } from "#components/shared/use-media-query.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Sheet, SheetContent, SheetTitle } from "#components/ui/sheet.tsx";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "#components/ui/tabs.tsx";
import type { DocumentNode } from "#lib/engine/document.ts";
import { nodeKeySchema } from "#lib/engine/document.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { cn } from "#lib/utils.ts";
import { useDocument, useEditor, useRunOverlay, useSession } from "../editor-context.tsx";
import { type InsertTarget, InsertTargetProvider } from "../fields/expression-editor/insert-target.ts";
import type { InspectorTab } from "../stores/session-store.ts";
import { DocsTab } from "./docs-tab.tsx";
import { InputColumn } from "./input-panel.tsx";
import { ResizeHandle } from "./resize-handle.tsx";
import { OutputColumn, RunTab } from "./run-tab.tsx";
import { SettingsTab } from "./settings-tab.tsx";

const tabs: readonly InspectorTab[] = ["settings", "run", "docs"];
const DOCKED_WIDTH = 360;
/** Where three columns and some of the canvas fit beside each other. */
const ROOMY = "(min-width: 1200px)";

/** The settings of the one selected node: docked beside the canvas, a sheet on small screens. */
export function Inspector() {
  const { session } = useEditor();
  const only = useSession((state) => (state.inspectorOpen && state.nodes.size === 1 ? [...state.nodes][0] : undefined));
  const record = useDocument((state) => (only === undefined ? undefined : state.nodes[only]));
  const wantsWide = useSession((state) => state.inspectorWide);
  const narrow = useMediaQuery("(max-width: 899px)");
  const wide = useMediaQuery(ROOMY) && wantsWide;
  const [width, setWidth] = useState(DOCKED_WIDTH);
  if (record === undefined) return null;
  const close = () => session.setState({ inspectorOpen: false });
  if (narrow) {
    return (
      <Sheet open onOpenChange={(open) => !open && close()}>
        <SheetContent side="bottom" closeButton={false} className="h-[82dvh] p-0" aria-describedby={undefined}>
          <SheetTitle className="sr-only">{nodeTitle(record)}</SheetTitle>
          <InspectorBody key={record.id} record={record} close={close} />
        </SheetContent>
      </Sheet>
    );
  }
  return (
    <aside
      aria-label={`${nodeTitle(record)}, settings`}
      className={cn(
        "relative z-10 flex min-h-0 shrink-0 flex-col border-line border-l bg-surface",
        wide && "w-(--w-inspector-wide)",
      )}
      style={wide ? undefined : { width }}
    >
      {wide ? null : <ResizeHandle width={width} onWidth={setWidth} />}
      <InspectorBody key={record.id} record={record} close={close} wide={wide} />
    </aside>
  );
}

function InspectorBody({ record, close, wide = false }: { record: DocumentNode; close(): void; wide?: boolean }) {
  const definition = catalogue.get(record.type);
  const insertTarget = useRef<InsertTarget>({ current: null });
  return (
    <InsertTargetProvider value={insertTarget.current}>
      <header className="flex h-[52px] shrink-0 items-center gap-2 pr-2 pl-3">
        <NodeTile type={record.type} category={definition?.category} />
        <NameAndKey record={record} typeTitle={definition?.title ?? record.type} />
        <WidthButton wide={wide} />
        <NodeMenu record={record} />
        <IconButton label="Close" keys={["esc"]} onClick={close}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </header>
      {wide ? <Columns record={record} /> : <InspectorTabs record={record} />}
    </InsertTargetProvider>
  );
}

function WidthButton({ wide }: { wide: boolean }) {
  const { session } = useEditor();
  const roomy = useMediaQuery(ROOMY);
  if (!roomy) return null;
  return (
    <IconButton
      label={wide ? "Back to one column" : "Show input and output beside the settings"}
      aria-pressed={wide}
      onClick={() => session.setState({ inspectorWide: !wide })}
    >
      {wide ? <PanelRightClose aria-hidden className="size-4" /> : <PanelRightOpen aria-hidden className="size-4" />}
    </IconButton>
  );
}

/** Input, settings and output side by side. */
function Columns({ record }: { record: DocumentNode }) {
  return (
    <>
      <div className="grid min-h-0 flex-1 grid-cols-[216px_minmax(0,1fr)_240px] border-line border-t">
        <div className="flex min-h-0 flex-col">
          <InputColumn record={record} />
        </div>
        <section aria-label="Settings" className="flex min-h-0 flex-col border-line border-l">
          <header className="flex h-9 shrink-0 items-center border-line border-b px-3">
            <h2 className="font-semibold text-small tracking-normal">Settings</h2>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto">
            <Settings record={record} alone />
          </div>
        </section>
        <div className="flex min-h-0 min-w-0 flex-col border-line border-l">
          <OutputColumn record={record} />
        </div>
      </div>
      <footer className="flex h-9 shrink-0 items-center border-line border-t px-3 text-fg-3 text-micro">
        Drag a field from Input into a setting to refer to it.
      </footer>
    </>
  );
}

function InspectorTabs({ record }: { record: DocumentNode }) {
  const { session } = useEditor();
  const tab = useSession((state) => state.inspectorTab);
  const status = useRunOverlay((state) => describeRunNode(state, record.key)?.status);
  return (
    <Tabs
      className="flex-1"
      value={tab}
      onValueChange={(next) => {
        const known = tabs.find((one) => one === next);
        if (known) session.setState({ inspectorTab: known });
      }}
    >
      <TabsList>
        <TabsTrigger value="settings">Settings</TabsTrigger>
        <TabsTrigger value="run">
          Last run
          {status !== undefined && <StatusIcon status={status} size={12} label />}
        </TabsTrigger>
        <TabsTrigger value="docs">Docs</TabsTrigger>
      </TabsList>
      <TabsContent value="settings" className="overflow-y-auto">
        <Settings record={record} />
      </TabsContent>
      <TabsContent value="run" className="overflow-y-auto">
        <RunTab record={record} />
      </TabsContent>
      <TabsContent value="docs" className="overflow-y-auto">
        <DocsTab record={record} definition={catalogue.get(record.type)} />
      </TabsContent>
    </Tabs>
  );
}

function Settings({ record, alone }: { record: DocumentNode; alone?: boolean }) {
  const definition = catalogue.get(record.type);
  return definition === undefined ? (
    <MissingType type={record.type} version={record.version} />
  ) : (
    <SettingsTab record={record} definition={definition} alone={alone} />
  );
}

function MissingType({ type, version }: { type: string; version: number }) {
  return (
    <p className="m-3 rounded-control bg-wait-soft px-2 py-1.5 text-small text-wait">
      The type {type} (version {version}) is not installed here. The node and its settings are kept as they are; the
      workflow runs again once the type is installed or the node is removed.
    </p>
  );
}

const quietInput =
  "min-w-0 truncate rounded-chip bg-transparent outline-none hover:bg-hover focus-visible:bg-surface focus-visible:outline-2 focus-visible:outline-focus";

/** Name and key, edited in place. A key that cannot be used stays as typed, marked, and is not stored. */
function NameAndKey({ record, typeTitle }: { record: DocumentNode; typeTitle: string }) {
  const { actions, readOnly } = useEditor();
  const [keyDraft, setKeyDraft] = useState<string | null>(null);
  const taken = useDocument((state) =>
    state.document.nodes.some((node) => node.id !== record.id && node.key === keyDraft),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed goes when the key changes
  useEffect(() => setKeyDraft(null), [record.key]);
  const parsed = keyDraft === null ? null : nodeKeySchema.safeParse(keyDraft);
  const wrong =
    keyDraft === null
      ? null
      : taken
        ? "Another node has this key."
        : parsed?.success === false
          ? (parsed.error.issues[0]?.message ?? "This cannot be a key.")
          : null;
  const keep = () => {
    if (keyDraft !== null && wrong === null) actions.renameKey(record.id, keyDraft);
    setKeyDraft(null);
  };
  return (
    <div className="min-w-0 flex-1">
      <input
        aria-label="Name"
        className={cn(quietInput, "-mx-1 block w-full px-1 font-medium leading-[18px]")}
        value={record.label ?? ""}
        placeholder={typeTitle}
        readOnly={readOnly}
        maxLength={200}
        onChange={(event) => actions.setLabel(record.id, event.target.value)}
      />
      <span className="relative flex items-center gap-[5px] whitespace-nowrap text-fg-3 text-micro leading-[15px]">
        <span className="truncate">{typeTitle}</span>
        <span aria-hidden>·</span>
        <input
          aria-label="Key in expressions"
          aria-invalid={wrong !== null || undefined}
          aria-describedby={wrong === null ? undefined : `${record.id}-key-error`}
          className={cn(quietInput, "-mx-1 field-sizing-content px-1 font-mono text-[10.5px]")}
          value={keyDraft ?? record.key}
          readOnly={readOnly}
          spellCheck={false}
          maxLength={64}
          onChange={(event) => setKeyDraft(event.target.value)}
          onBlur={keep}
          onKeyDown={(event) => {
            if (event.key === "Enter") keep();
            if (event.key === "Escape") {
              event.stopPropagation();
              setKeyDraft(null);
            }
          }}
        />
        {wrong !== null && (
          <span
            id={`${record.id}-key-error`}
            role="alert"
            className="absolute top-5 left-0 z-20 max-w-[260px] whitespace-normal rounded-control border border-line-2 bg-raised px-2 py-1 text-fail shadow-float"
          >
            {wrong}
          </span>
        )}
      </span>
    </div>
  );
}

function NodeMenu({ record }: { record: DocumentNode }) {
  const { actions, readOnly } = useEditor();
  if (readOnly) return null;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label="More">
          <Ellipsis aria-hidden className="size-4" />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem keys={["⌘", "D"]} onSelect={actions.duplicate}>
          <Copy aria-hidden />
          Duplicate
        </DropdownMenuItem>
        <DropdownMenuItem keys={["D"]} onSelect={actions.toggleDisabled}>
          <Power aria-hidden />
          {record.disabled ? "Enable" : "Disable"}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem variant="danger" keys={["⌫"]} onSelect={actions.remove}>
          <Trash2 aria-hidden />
          Delete
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
