import { ChevronRight, Plus, X } from "lucide-react";
import { useId, useState } from "react";
import { NodeTile } from "#components/canvas/node-tile.tsx";
import { StatusIcon } from "#components/canvas/status-icon.tsx";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import type { JsonObject } from "#lib/engine/json.ts";
import { catalogue } from "#lib/nodes/catalog.ts";
import { cn } from "#lib/utils.ts";
import type { WidgetProps } from "../widget-props.ts";
import { ToolForm } from "./tool-form.tsx";
import { newTool, type ToolKind, textIn, toolsOf, typeOfTool } from "./tool-values.ts";

const kinds: readonly { kind: ToolKind; title: string; help: string; icon: string }[] = [
  { kind: "node", title: "Node", help: "Anything from the palette", icon: "data.transform" },
  { kind: "http", title: "HTTP operation", help: "One call to a service", icon: "http.request" },
  { kind: "knowledge", title: "Knowledge base", help: "Looks things up in documents", icon: "knowledge.retrieve" },
];

/** The tools of an agent: one line each, and a form below the one that is open. */
export default function ToolsWidget(props: WidgetProps) {
  const tools = toolsOf(props.value);
  const [open, setOpen] = useState<number | null>(null);
  const add = (kind: ToolKind) => {
    setOpen(tools.length);
    props.onChange([...tools, newTool(kind, tools)]);
  };
  const change = (at: number, tool: JsonObject) => props.onChange(tools.map((one, i) => (i === at ? tool : one)));
  const remove = (at: number) => {
    setOpen(null);
    props.onChange(tools.filter((_, i) => i !== at));
  };
  return (
    <fieldset id={props.id} aria-describedby={props.describedBy} className="flex flex-col gap-1.5">
      <legend className="sr-only">{props.spec.label}</legend>
      {tools.length > 0 && (
        <ul className="overflow-hidden rounded-control border border-line-control bg-surface">
          {tools.map((tool, at) => (
            <Tool
              // biome-ignore lint/suspicious/noArrayIndexKey: tools have no identity but their place
              key={at}
              tool={tool}
              at={at}
              others={tools.filter((_, i) => i !== at)}
              isOpen={open === at}
              props={props}
              onFlip={() => setOpen(open === at ? null : at)}
              onChange={(next) => change(at, next)}
              onRemove={() => remove(at)}
            />
          ))}
        </ul>
      )}
      {!props.disabled && (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button size="sm" className="self-start">
              <Plus aria-hidden className="size-3.5" />
              Add a tool
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="start">
            {kinds.map(({ kind, title, help, icon }) => (
              <DropdownMenuItem key={kind} onSelect={() => add(kind)}>
                <NodeTile type={icon} category={catalogue.get(icon)?.category} size="sm" />
                {title}
                <span className="ml-auto pl-4 text-fg-3 text-micro">{help}</span>
              </DropdownMenuItem>
            ))}
          </DropdownMenuContent>
        </DropdownMenu>
      )}
    </fieldset>
  );
}

interface ToolProps {
  tool: JsonObject;
  at: number;
  others: readonly JsonObject[];
  isOpen: boolean;
  props: WidgetProps;
  onFlip(): void;
  onChange(tool: JsonObject): void;
  onRemove(): void;
}

function Tool({ tool, at, others, isOpen, props, onFlip, onChange, onRemove }: ToolProps) {
  const id = useId();
  const type = typeOfTool(tool);
  const name = textIn(tool, "name") || `Tool ${at + 1}`;
  const problems = props.problems?.filter(({ field }) => isAt(field, at)) ?? [];
  const isWrong = problems.some(({ severity }) => severity === "error");
  return (
    <li className="border-line border-t first:border-t-0">
      <div className="flex items-center pr-1">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={onFlip}
          className="flex min-w-0 flex-1 items-center gap-2 px-2 py-1.5 text-left hover:bg-hover max-sm:py-2.5"
        >
          <ChevronRight
            aria-hidden
            className={cn("size-3 shrink-0 text-fg-3 transition-transform", isOpen && "rotate-90")}
          />
          <NodeTile type={type} category={catalogue.get(type)?.category} size="sm" />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-mono text-[11.5px] leading-4">{name}</span>
            <span className="block truncate text-fg-3 text-micro">
              {textIn(tool, "description") || "Say what it does: the agent chooses by that."}
            </span>
          </span>
          {isWrong && (
            <>
              <StatusIcon status="problem" size={14} />
              <span className="sr-only">Something is wrong with it</span>
            </>
          )}
        </button>
        {!props.disabled && (
          <IconButton label={`Remove ${name}`} size="sm" className="text-fg-3" onClick={onRemove}>
            <X aria-hidden className="size-3" strokeWidth={2.3} />
          </IconButton>
        )}
      </div>
      {isOpen && (
        <div id={id} className="border-line border-t bg-sunken p-2.5">
          <ToolForm tool={tool} at={at} others={others} props={{ ...props, problems }} onChange={onChange} />
        </div>
      )}
    </li>
  );
}

/** Is a problem about this tool? `tools.1.name` is about the second. */
function isAt(field: string | undefined, at: number): boolean {
  return field === `tools.${at}` || field?.startsWith(`tools.${at}.`) === true;
}
