/**
 * Which webhook answers a method and path. A fixed segment beats a parameter, decided from the left; a path that only
 * other methods serve is found too, so that the door can say which.
 */
export interface WebhookRoute {
  id: string;
  workflowId: string;
  versionId: string;
  nodeId: string;
  method: string;
  /** As published, `orders/:id`. */
  path: string;
  active: boolean;
}

export type RouteMatch =
  | { found: "route"; route: WebhookRoute; params: Record<string, string> }
  /** The path is known, with these methods. */
  | { found: "other-methods"; methods: string[] }
  | { found: "unpublished" }
  | { found: "nothing" };

export interface RouteTable {
  match(method: string, segments: readonly string[]): RouteMatch;
}

/** The path with every parameter's name dropped, `orders/:`: two paths with the same pattern would catch the same calls. */
export function patternOf(path: string): string {
  return segmentsOf(path)
    .map((segment) => (segment.startsWith(":") ? ":" : segment))
    .join("/");
}

function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

interface Branch {
  fixed: Map<string, Branch>;
  parameter: Branch | undefined;
  /** Routes that end here, by method; active ones win. */
  routes: Map<string, WebhookRoute>;
}

export function createRouteTable(routes: Iterable<WebhookRoute>): RouteTable {
  const root = newBranch();
  for (const route of routes) insert(root, route);
  return {
    match(method, segments) {
      const ends: Branch[] = [];
      const end = findEnd(root, segments, 0, method, ends);
      const route = end?.routes.get(method);
      if (route) return { found: "route", route, params: paramsOf(route, segments) };
      return explain(ends);
    },
  };
}

function newBranch(): Branch {
  return { fixed: new Map(), parameter: undefined, routes: new Map() };
}

function insert(root: Branch, route: WebhookRoute): void {
  let branch = root;
  for (const segment of segmentsOf(route.path)) {
    if (segment.startsWith(":")) {
      branch.parameter ??= newBranch();
      branch = branch.parameter;
    } else {
      let next = branch.fixed.get(segment);
      if (!next) {
        next = newBranch();
        branch.fixed.set(segment, next);
      }
      branch = next;
    }
  }
  if (!branch.routes.get(route.method)?.active) branch.routes.set(route.method, route);
}

/** First end, fixed segments before parameters, with an active route of `method`; every end passed goes into `ends`. */
function findEnd(
  branch: Branch,
  segments: readonly string[],
  at: number,
  method: string,
  ends: Branch[],
): Branch | undefined {
  const segment = segments[at];
  if (segment === undefined) {
    if (branch.routes.size > 0) ends.push(branch);
    return branch.routes.get(method)?.active ? branch : undefined;
  }
  const fixed = branch.fixed.get(segment);
  return (
    (fixed && findEnd(fixed, segments, at + 1, method, ends)) ??
    (branch.parameter && segment !== "" ? findEnd(branch.parameter, segments, at + 1, method, ends) : undefined)
  );
}

function paramsOf(route: WebhookRoute, segments: readonly string[]): Record<string, string> {
  if (!route.path.includes(":")) return {};
  const names = segmentsOf(route.path);
  // `fromEntries` also makes a parameter called __proto__ a field of its own.
  return Object.fromEntries(
    names.flatMap((name, i) => (name.startsWith(":") ? [[name.slice(1), segments[i] ?? ""]] : [])),
  );
}

function explain(ends: readonly Branch[]): RouteMatch {
  const routes = ends.flatMap((end) => [...end.routes.values()]);
  const methods = new Set(routes.filter((route) => route.active).map((route) => route.method));
  if (methods.size > 0) return { found: "other-methods", methods: [...methods].sort() };
  return { found: routes.length > 0 ? "unpublished" : "nothing" };
}
