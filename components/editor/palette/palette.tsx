import { Clock, ListFilter, Search } from "lucide-react";
import { useEffect, useId, useMemo, useRef, useState } from "react";
import { NodeTile } from "#components/canvas/node-tile.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { catalogue } from "#lib/nodes/catalog.ts";
import { categoryTitles } from "#lib/nodes/category-titles.ts";
import type { AnyDefinition, NodeCategory } from "#lib/nodes/define.ts";
import { cn } from "#lib/utils.ts";
import { useDocument, useEditor } from "../editor-context.tsx";
import { parentOfRequest } from "../parent-of-request.ts";
import type { PaletteRequest } from "../stores/session-store.ts";
import { PaletteInfo } from "./palette-info.tsx";
import { fitsAt, paletteGroups, recentTypes, rememberType } from "./palette-items.ts";

type Category = NodeCategory | "all" | "recent";

/** Everything the palette knows about what is typed and chosen. */
function usePalette(request: PaletteRequest) {
  const empty = useDocument((state) => state.document.nodes.length === 0);
  const inLoop = useDocument((state) => parentOfRequest(request, state) !== null);
  const [query, setQuery] = useState("");
  const [category, setCategory] = useState<Category>("all");
  const [at, setAt] = useState(0);
  const [recent] = useState(recentTypes);
  const fitting = useMemo(() => {
    const place = {
      below: request.from !== undefined || request.edge !== undefined,
      above: request.to !== undefined,
      triggersOnly: request.triggersOnly === true,
      inLoop,
    };
    const fits = catalogue.all().filter((definition) => fitsAt(definition, place));
    // An empty workflow needs something that starts it.
    return empty ? [...fits].sort((a, b) => Number(b.trigger !== undefined) - Number(a.trigger !== undefined)) : fits;
  }, [request, empty, inLoop]);
  const groups = useMemo(() => paletteGroups({ fitting, recent, query, category }), [fitting, recent, query, category]);
  const flat = groups.flatMap((group) => group.items.map((item) => ({ group: group.title, item })));
  const current = flat[Math.min(at, flat.length - 1)];
  const search = (text: string) => {
    setQuery(text);
    setCategory("all");
    setAt(0);
  };
  const choose = (next: Category) => {
    setCategory(next);
    setAt(0);
  };
  const move = (step: number) => setAt((now) => (Math.min(now, flat.length - 1) + step + flat.length) % flat.length);
  return { query, search, category, choose, recent, fitting, groups, flat, current, move, setAt };
}

export function Palette({ request, className, style }: PaletteProps) {
  const { session, actions } = useEditor();
  const palette = usePalette(request);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const { current, flat } = palette;
  useEffect(() => search.current?.focus(), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the selected row is looked up after each move
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current]);

  const close = () => session.setState({ palette: null });
  const add = (definition: AnyDefinition, open: boolean) => {
    rememberType(definition.type);
    close();
    actions.add(definition.type, request, open);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" && flat.length > 0) palette.move(1);
    else if (event.key === "ArrowUp" && flat.length > 0) palette.move(-1);
    else if (event.key === "Enter" && current !== undefined) add(current.item, event.metaKey || event.ctrlKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  let index = -1;
  return (
    <div
      role="dialog"
      aria-label="Add a node"
      data-palette
      className={cn(
        "flex flex-col overflow-hidden rounded-card border border-focus bg-raised shadow-dialog",
        className,
      )}
      style={style}
      onKeyDown={onKeyDown}
    >
      <div className="flex h-11 shrink-0 items-center gap-2.5 border-line border-b px-3">
        <Search aria-hidden className="size-4 shrink-0 text-fg-3" />
        <input
          ref={search}
          role="combobox"
          aria-label="Find a node"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={current === undefined ? undefined : `${listId}-${flat.indexOf(current)}`}
          placeholder="Find a node, or say what it should do"
          className="min-w-0 flex-1 bg-transparent text-lead outline-none placeholder:text-base placeholder:text-fg-3 max-sm:text-[16px]"
          value={palette.query}
          onChange={(event) => palette.search(event.target.value)}
        />
        <Kbd>esc</Kbd>
      </div>
      <div className="grid min-h-0 flex-1 grid-cols-[124px_224px_minmax(0,1fr)] max-sm:grid-cols-1">
        <Categories palette={palette} />
        <div
          ref={list}
          role="listbox"
          id={listId}
          aria-label="Nodes"
          className="min-h-0 overflow-y-auto border-line border-r px-1.5 py-1 max-sm:border-r-0"
        >
          {palette.groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options inside a listbox; a fieldset is none
            <div key={group.title} role="group" aria-label={group.title}>
              <div aria-hidden className="px-1.5 pt-1.5 pb-[3px] font-medium text-fg-3 text-micro">
                {group.title}
              </div>
              {group.items.map((item) => {
                index += 1;
                const place = index;
                return (
                  <PaletteRow
                    key={item.type}
                    id={`${listId}-${place}`}
                    definition={item}
                    on={current?.item === item}
                    hover={() => palette.setAt(place)}
                    add={(open) => add(item, open)}
                    dropped={close}
                  />
                );
              })}
            </div>
          ))}
          {flat.length === 0 && (
            <p className="px-1.5 py-4 text-fg-3 text-small">Nothing is called that. Try what it should do: “wait”.</p>
          )}
        </div>
        {current !== undefined && <PaletteInfo definition={current.item} />}
      </div>
      <footer className="flex h-8 shrink-0 items-center gap-3.5 border-line border-t px-3 text-fg-3 text-micro max-sm:hidden">
        <span className="flex items-center gap-[5px]">
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd>
          move
        </span>
        <span className="flex items-center gap-[5px]">
          <Kbd>↵</Kbd>
          {request.from || request.to || request.edge ? "add, connected" : "add"}
        </span>
        <span className="flex items-center gap-[5px]">
          <Kbd>⌘</Kbd>
          <Kbd>↵</Kbd>
          add and open
        </span>
        <span className="ml-auto">{flat.length === 1 ? "1 node" : `${flat.length} nodes`}</span>
      </footer>
    </div>
  );
}

interface PaletteProps {
  request: PaletteRequest;
  className?: string;
  style?: React.CSSProperties;
}

function Categories({ palette }: { palette: ReturnType<typeof usePalette> }) {
  const count = (category: NodeCategory) => palette.fitting.filter((one) => one.category === category).length;
  const categories = (Object.keys(categoryTitles) as NodeCategory[]).filter((category) => count(category) > 0);
  const known = palette.recent.filter((type) => palette.fitting.some((one) => one.type === type)).length;
  return (
    <div className="border-line border-r p-1.5 max-sm:hidden">
      <CategoryButton
        on={palette.category === "all"}
        label="Fits here"
        count={palette.fitting.length}
        onClick={() => palette.choose("all")}
      >
        <ListFilter aria-hidden className="size-3.5 text-fg-3" />
      </CategoryButton>
      {known > 0 && (
        <CategoryButton
          on={palette.category === "recent"}
          label="Recent"
          count={known}
          onClick={() => palette.choose("recent")}
        >
          <Clock aria-hidden className="size-3.5 text-fg-3" />
        </CategoryButton>
      )}
      <hr className="mx-0.5 my-[5px] border-line" />
      {categories.map((category) => (
        <CategoryButton
          key={category}
          on={palette.category === category}
          label={categoryTitles[category]}
          count={count(category)}
          onClick={() => palette.choose(category)}
        >
          <span aria-hidden data-category={category} className="size-2 rounded-chip bg-(--tone)" />
        </CategoryButton>
      ))}
    </div>
  );
}

function CategoryButton(props: {
  on: boolean;
  label: string;
  count: number;
  onClick(): void;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-pressed={props.on}
      onClick={props.onClick}
      className={cn(
        "flex h-control w-full items-center gap-1.5 rounded-[5px] px-1.5 text-fg-2 text-small hover:bg-hover",
        props.on && "bg-press font-medium text-fg",
      )}
    >
      <span className="grid w-3.5 place-items-center">{props.children}</span>
      {props.label}
      <span className="ml-auto font-normal text-fg-3 text-micro">{props.count}</span>
    </button>
  );
}

function PaletteRow(props: {
  id: string;
  definition: AnyDefinition;
  on: boolean;
  hover(): void;
  add(open: boolean): void;
  dropped(): void;
}) {
  const { definition, on } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field has the focus and handles the keys of this list
    <div
      id={props.id}
      role="option"
      tabIndex={-1}
      aria-selected={on}
      draggable
      className={cn(
        "flex h-[29px] items-center gap-2 rounded-[5px] px-1.5 text-small max-sm:h-11",
        on && "bg-primary-soft",
      )}
      onPointerMove={() => !on && props.hover()}
      onClick={(event) => props.add(event.metaKey || event.ctrlKey)}
      onDragStart={(event) => {
        event.dataTransfer.setData("application/x-heddle-node", definition.type);
        event.dataTransfer.effectAllowed = "copy";
      }}
      onDragEnd={props.dropped}
    >
      <NodeTile type={definition.type} category={definition.category} size="sm" />
      <b className="shrink-0">{definition.title}</b>
      <span className="truncate text-fg-3 text-micro">{definition.summary}</span>
      {on && <Kbd className="ml-auto shrink-0">↵</Kbd>}
    </div>
  );
}
