import { type ObjectName, objectNamed } from "./objects";
import type { At } from "./records";
import { Refusal } from "./refusal";

/** A request with a good token. `at` is the place of records of the object that the path names. */
export type Asked = {
  at: At;
  /** The other object of an association. */
  to: ObjectName;
  id: string;
  toId: string;
  query: URLSearchParams;
  body: unknown;
  /** The address of the request, for a link to the next page. */
  link: string;
};
export type Answer = { status: number; body?: unknown };

type Right = "read" | "write" | "schemas.read" | "schemas.write" | "owners" | "none";
export type Route = {
  name: string;
  method: string;
  pattern: RegExp;
  right: Right;
  handle(asked: Asked): Answer;
};

/** `route("GET /crm/v3/objects/:object/:id", "read", …)`; the answer 200 needs no status. */
export function route(name: string, right: Right, handle: (asked: Asked) => Answer | object): Route {
  const [method = "", path = ""] = name.split(" ");
  const source = path.replace(
    /:(\w+)/g,
    (_, segment: string) => `(?<${segment}>${/id$/i.test(segment) ? "[^/]+" : "[\\w-]+"})`,
  );
  const answer = (asked: Asked): Answer => {
    const given = handle(asked);
    return "status" in given && typeof given.status === "number" ? (given as Answer) : { status: 200, body: given };
  };
  return { name, method, pattern: new RegExp(`^${source}/?$`), right, handle: answer };
}

/** An object that the path names. Throws a Refusal for one that is not there. */
export function objectIn(name: string | undefined, otherwise: ObjectName = "contacts"): ObjectName {
  if (name === undefined) return otherwise;
  const object = objectNamed(name);
  if (!object) throw Refusal.invalid(`Unable to infer object type from: ${name}`);
  return object;
}

/** The scopes of which a request needs one. */
export function scopesFor(right: Right, object: ObjectName): string[] {
  const of = (kind: string, what: string) => `crm.${kind}.${object}.${what}`;
  const scopes: Record<Right, string[]> = {
    read: [of("objects", "read")],
    write: [of("objects", "write")],
    "schemas.read": [of("schemas", "read"), of("objects", "read")],
    "schemas.write": [of("schemas", "write")],
    owners: ["crm.objects.owners.read"],
    none: [],
  };
  return scopes[right];
}
