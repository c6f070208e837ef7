import {
  BoxSelect,
  Copy,
  CopyPlus,
  PanelRight,
  Power,
  PowerOff,
  ScrollText,
  SquareArrowOutUpRight,
  Trash2,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { nodeTitle } from "#components/canvas/node-title.ts";
import { toast } from "#components/shared/toast.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { useDocument, useEditor, useRunOverlay, useSession } from "../editor-context.tsx";

/** The menu of the selected nodes, where the pointer was or below the card that has the focus. */
export function NodeMenu() {
  const { session } = useEditor();
  const at = useSession((state) => state.nodeMenu);
  const close = () => session.setState({ nodeMenu: null });
  return (
    // Always there, so that it knows whether a key opened it: then its first entry gets the focus.
    <DropdownMenu open={at !== null} onOpenChange={(open) => !open && close()}>
      <DropdownMenuTrigger
        tabIndex={-1}
        aria-hidden
        className="pointer-events-none fixed size-0"
        style={{ left: at?.x ?? 0, top: at?.y ?? 0 }}
      />
      <DropdownMenuContent
        align="start"
        sideOffset={0}
        aria-label="With the selected nodes"
        onCloseAutoFocus={(event) => {
          // Back to the card: the arrows walk on from there.
          event.preventDefault();
          const [only] = session.getState().nodes;
          if (only) document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(only)}"]`)?.focus();
        }}
      >
        <Items />
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function Items() {
  const { session, actions, readOnly } = useEditor();
  const router = useRouter();
  const selected = useSession((state) => state.nodes);
  const only = selected.size === 1 ? [...selected][0] : undefined;
  const allOff = useDocument((state) => [...selected].every((id) => state.nodes[id]?.disabled === true));
  const runId = useRunOverlay((state) => state.runId);
  const copy = () => {
    const text = actions.copy();
    if (text === null) return;
    navigator.clipboard.writeText(text).then(
      () => session.getState().announce("Copied"),
      () => toast.error("The browser did not let it be copied", { description: "Use Ctrl C or ⌘ C instead." }),
    );
  };
  return (
    <>
      {only === undefined ? null : (
        <>
          <DropdownMenuItem keys={["↵"]} onSelect={() => session.getState().open(only, "settings")}>
            <PanelRight aria-hidden />
            Open
          </DropdownMenuItem>
          {runId === null ? null : (
            <DropdownMenuItem onSelect={() => session.getState().open(only, "run")}>
              <ScrollText aria-hidden />
              What it did in this run
            </DropdownMenuItem>
          )}
          {runId === null ? null : (
            <DropdownMenuItem onSelect={() => router.push(`/runs/${runId}`)}>
              <ScrollText aria-hidden />
              Open the run
            </DropdownMenuItem>
          )}
          <DropdownMenuSeparator />
        </>
      )}
      <DropdownMenuItem keys={["⌘", "C"]} onSelect={copy}>
        <Copy aria-hidden />
        Copy
      </DropdownMenuItem>
      {readOnly ? null : (
        <>
          <DropdownMenuItem keys={["⌘", "D"]} onSelect={() => actions.duplicate()}>
            <CopyPlus aria-hidden />
            Duplicate
          </DropdownMenuItem>
          <DropdownMenuItem keys={["D"]} onSelect={() => actions.toggleDisabled()}>
            {allOff ? <Power aria-hidden /> : <PowerOff aria-hidden />}
            {allOff ? "Enable" : "Disable"}
          </DropdownMenuItem>
          <LoopItems />
          <DropdownMenuSeparator />
          <DropdownMenuItem variant="danger" keys={["⌫"]} onSelect={() => actions.remove()}>
            <Trash2 aria-hidden />
            Delete
          </DropdownMenuItem>
        </>
      )}
    </>
  );
}

/** Into a loop beside, out of the one it stands in. */
function LoopItems() {
  const { actions } = useEditor();
  const selected = useSession((state) => state.nodes);
  const records = useDocument((state) => state.nodes);
  const [first] = selected;
  const around = records[records[first ?? ""]?.parent ?? ""];
  const beside = actions.placesFor(selected).flatMap((id) => records[id] ?? []);
  if (around === undefined && beside.length === 0) return null;
  return (
    <>
      <DropdownMenuSeparator />
      {beside.map((loop) => (
        <DropdownMenuItem key={loop.id} onSelect={() => actions.move(selected, loop.id)}>
          <BoxSelect aria-hidden />
          Move into {nodeTitle(loop)}
        </DropdownMenuItem>
      ))}
      {around && (
        <DropdownMenuItem onSelect={() => actions.move(selected, around.parent ?? null)}>
          <SquareArrowOutUpRight aria-hidden />
          Move out of {nodeTitle(around)}
        </DropdownMenuItem>
      )}
    </>
  );
}
