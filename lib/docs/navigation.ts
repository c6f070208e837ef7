import "server-only";
import { openApiDocument } from "../api/openapi.ts";
import { catalogue } from "../nodes/catalog.ts";
import { apiReference } from "./api-reference.ts";
import { collections, listArticles } from "./articles.ts";
import { nodeGroups } from "./node-groups.ts";
import { once } from "./once.ts";

export interface DocsLink {
  href: string;
  label: string;
  /** Shown while this page, or one of them, is open. */
  inside?: readonly DocsLink[];
}

export interface DocsSection {
  title: string;
  links: readonly DocsLink[];
}

/** Everything there is to read, as the sidebar lists it. */
export const docsNavigation = once(async (): Promise<DocsSection[]> => {
  const [guides, architecture] = await Promise.all([listArticles("guides"), listArticles("architecture")]);
  const linkTo = ({ href, title }: { href: string; title: string }): DocsLink => ({ href, label: title });
  return [
    { title: collections.guides.title, links: guides.map(linkTo) },
    {
      title: "Reference",
      links: [
        { href: "/docs/nodes", label: "Nodes", inside: nodeLinks() },
        { href: "/docs/expressions", label: "Expressions" },
        { href: "/docs/api", label: "HTTP API", inside: resourceLinks() },
      ],
    },
    {
      title: collections.architecture.title,
      links: [...architecture.map(linkTo), { href: "/docs/decisions", label: collections.decisions.title }],
    },
  ];
});

function nodeLinks(): DocsLink[] {
  return nodeGroups(catalogue.all()).flatMap(({ definitions }) =>
    definitions.map(({ type, title }) => ({ href: `/docs/nodes/${type}`, label: title })),
  );
}

function resourceLinks(): DocsLink[] {
  return apiReference(openApiDocument(undefined)).map(({ title, slug }) => ({
    href: `/docs/api/${slug}`,
    label: title,
  }));
}
