import { Copy, Ellipsis, Power, Trash2, X } from "lucide-react";
import { useEffect, useState } from "react";
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
import type { InspectorTab } from "../stores/session-store.ts";
import { DocsTab } from "./docs-tab.tsx";
import { RunTab } from "./run-tab.tsx";
import { SettingsTab } from "./settings-tab.tsx";

const tabs: readonly InspectorTab[] = ["settings", "run", "docs"];

/** The settings of the one selected node: docked beside the canvas, a sheet on small screens. */
export function Inspector() {
  const { session } = useEditor();
  const only = useSession((state) => (state.inspectorOpen && state.nodes.size === 1 ? [...state.nodes][0] : undefined));
  const record = useDocument((state) => (only === undefined ? undefined : state.nodes[only]));
  const narrow = useMediaQuery("(max-width: 899px)");
  if (record === undefined) return null;
  const close = () => session.setState({ inspectorOpen: false });
  if (narrow) {
    return (
      <Sheet open onOpenChange={(open) => !open && close()}>
        <SheetContent
          side="bottom"
          closeButton={false}
          className="h-[82dvh] p-0"
          aria-describedby={undefined}
          // A keyboard that slides up over the settings is not what a tap on a card asked for.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
        >
          <SheetTitle className="sr-only">{nodeTitle(record)}</SheetTitle>
          <InspectorBody key={record.id} record={record} close={close} />
        </SheetContent>
      </Sheet>
    );
  }
  return (
    <aside
      aria-label={`${nodeTitle(record)}, settings`}
      className="relative z-10 flex min-h-0 w-inspector flex-col border-line border-l bg-surface"
    >
      <InspectorBody key={record.id} record={record} close={close} />
    </aside>
  );
}

function InspectorBody({ record, close }: { record: DocumentNode; close(): void }) {
  const { session } = useEditor();
  const definition = catalogue.get(record.type);
  const tab = useSession((state) => state.inspectorTab);
  const status = useRunOverlay((state) => describeRunNode(state, record.key)?.status);
  return (
    <>
      <header className="flex h-[52px] shrink-0 items-center gap-2 pr-2 pl-3">
        <NodeTile type={record.type} category={definition?.category} />
        <NameAndKey record={record} typeTitle={definition?.title ?? record.type} />
        <NodeMenu record={record} />
        <IconButton label="Close" keys={["esc"]} onClick={close}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </header>
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
          {definition === undefined ? (
            <MissingType type={record.type} version={record.version} />
          ) : (
            <SettingsTab record={record} definition={definition} />
          )}
        </TabsContent>
        <TabsContent value="run" className="overflow-y-auto">
          <RunTab record={record} />
        </TabsContent>
        <TabsContent value="docs" className="overflow-y-auto">
          <DocsTab record={record} definition={definition} />
        </TabsContent>
      </Tabs>
    </>
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
