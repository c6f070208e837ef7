import { BookOpen, CirclePlay, Library, LogOut, Monitor, Moon, Plus, Shapes, Sun, Workflow } from "lucide-react";
import { toast } from "#components/shared/toast.ts";
import { samples } from "#lib/demo/samples.ts";
import type { SearchHit } from "#lib/docs/search-docs.ts";
import { footNav, mainNav } from "../shell/nav-items.ts";
import { signOut } from "../shell/sign-out.ts";
import { chooseTheme } from "../theme.ts";
import type { NewWorkflow } from "../workflows/workflow-actions.ts";
import type { CommandGroup, PaletteCommand } from "./command.ts";

interface Means {
  go(href: string): void;
  /** Null for those who may not write. */
  create: ((workflow: NewWorkflow) => void) | null;
}

/** What can be done on any page. */
export function everywhere({ go, create }: Means): CommandGroup[] {
  const pages = [...mainNav, ...footNav].map(
    ({ href, label, icon }): PaletteCommand => ({ id: `go:${href}`, label, icon, run: () => go(href) }),
  );
  return [
    { heading: "Go to", commands: pages },
    ...(create ? [{ heading: "Make", commands: making(create) }] : []),
    { heading: "Looks and account", commands: [...themes(), leaving] },
  ];
}

/** Workflows that were found, or null where there are none. */
export function workflowCommands(
  workflows: readonly { id: string; name: string }[],
  go: (href: string) => void,
  withRuns: boolean,
): CommandGroup | null {
  if (workflows.length === 0) return null;
  return {
    heading: "Workflows",
    commands: workflows.flatMap(({ id, name }): PaletteCommand[] => [
      { id: `workflow:${id}`, label: name, icon: Workflow, run: () => go(`/workflows/${id}`) },
      ...(withRuns
        ? [
            {
              id: `workflow-runs:${id}`,
              label: `Runs of ${name}`,
              icon: CirclePlay,
              run: () => go(`/workflows/${id}/runs`),
            },
          ]
        : []),
    ]),
  };
}

/** Knowledge bases of the workspace, or null where there are none. */
export function knowledgeCommands(
  bases: readonly { id: string; name: string }[],
  go: (href: string) => void,
): CommandGroup | null {
  if (bases.length === 0) return null;
  return {
    heading: "Knowledge",
    commands: bases.map(
      ({ id, name }): PaletteCommand => ({
        id: `knowledge:${id}`,
        label: name,
        icon: Library,
        run: () => go(`/knowledge/${id}`),
      }),
    ),
  };
}

/** What ids of pages of the documentation begin with. */
export const DOCS = "docs:";

/** Pages of the documentation that were found, or null where there are none. */
export function docsCommands(hits: readonly SearchHit[], go: (href: string) => void): CommandGroup | null {
  if (hits.length === 0) return null;
  return {
    heading: "Documentation",
    commands: hits.map(
      ({ entry }): PaletteCommand => ({
        id: `${DOCS}${entry.href} ${entry.title}`,
        label: entry.title,
        note: entry.within ? `${entry.kind} · ${entry.within}` : entry.kind,
        icon: BookOpen,
        run: () => go(entry.href),
      }),
    ),
  };
}

function making(create: (workflow: NewWorkflow) => void): PaletteCommand[] {
  return [
    {
      id: "new",
      // Not its name to be: many a workflow is still called that.
      label: "Create a workflow",
      keywords: ["new", "make", "add"],
      icon: Plus,
      run: () => create({ name: "New workflow" }),
    },
    ...samples.map(
      (sample): PaletteCommand => ({
        id: `sample:${sample.id}`,
        label: `New from sample: ${sample.name}`,
        keywords: ["demo", "template", "example"],
        icon: Shapes,
        run: () => create({ name: sample.name, sample }),
      }),
    ),
  ];
}

function themes(): PaletteCommand[] {
  const theme = (id: "light" | "dark" | "system", label: string, icon: PaletteCommand["icon"]): PaletteCommand => ({
    id: `theme:${id}`,
    label,
    keywords: ["theme", "appearance", "mode"],
    icon,
    run: () => chooseTheme(id),
  });
  return [theme("light", "Light", Sun), theme("dark", "Dark", Moon), theme("system", "As the system says", Monitor)];
}

const leaving: PaletteCommand = {
  id: "sign-out",
  label: "Sign out",
  keywords: ["log out", "leave"],
  icon: LogOut,
  run: () =>
    void signOut().then((problem) => {
      if (problem !== null) toast.error("You are still signed in", { description: problem });
    }),
};
