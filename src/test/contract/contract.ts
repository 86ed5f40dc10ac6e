/**
 * The promise of a schema, without limits, texts and examples. `#Name` refers to a named schema; a list means one of several
 * shapes.
 */
export type Shape = string | readonly Shape[] | Values | ListShape | ObjectShape;
export interface Values {
  values: readonly unknown[];
}
export interface ListShape {
  list: Shape;
}
/** A property whose name ends with a question mark may be missing; `rest` is the value of any other name. */
export interface ObjectShape {
  object: Readonly<Record<string, Shape>>;
  rest?: Shape;
}

/** The promises that clients rely on: each operation by method, path and name, and the schemas that several of them share. */
export interface Contract {
  operations: Readonly<Record<string, { request: Shape; answer: Shape }>>;
  schemas: Readonly<Record<string, Shape>>;
}

export interface Schema {
  $ref?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  type?: string | string[];
  format?: string;
  enum?: unknown[];
  const?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
}
type Content = Record<string, { schema: Schema }>;
interface Parameter {
  $ref?: string;
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
  content?: Content;
}
interface Answer {
  $ref?: string;
  content?: Content;
}
export interface Operation {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, Answer>;
}
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    parameters: Record<string, Parameter>;
    responses: Record<string, Answer>;
  };
}

/** The contract of an OpenAPI document. */
export function contractOf({ paths, components }: ApiDocument): Contract {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [
      `${method.toUpperCase()} ${path} ${operation.operationId}`,
      { request: requestOf(operation, components), answer: answerOf(operation, components) },
    ]),
  );
  const schemas = Object.entries(components.schemas).map(([name, schema]) => [name, shapeOf(schema)]);
  return { operations: inOrder(operations), schemas: inOrder(schemas) };
}

const inOrder = (entries: unknown[][]) =>
  Object.fromEntries(entries.sort(([a], [b]) => String(a).localeCompare(String(b), "en")));
const lastOf = (reference: string) => reference.split("/").at(-1) ?? "";
const inContent = (content: Content = {}): Schema => Object.values(content)[0]?.schema ?? {};

/** The parts of a request as an object: path, query, header and body. */
function requestOf({ parameters = [], requestBody }: Operation, components: ApiDocument["components"]): Shape {
  const parts: Record<string, Record<string, Shape>> = {};
  for (const given of parameters) {
    const parameter = given.$ref ? (components.parameters[lastOf(given.$ref)] ?? given) : given;
    const shape = shapeOf(parameter.schema ?? inContent(parameter.content));
    parts[parameter.in] = { ...parts[parameter.in], [nameOf(parameter.name, parameter.required)]: shape };
  }
  const object: Record<string, Shape> = {};
  for (const [part, properties] of Object.entries(parts)) {
    const isNeeded = Object.keys(properties).some((name) => !name.endsWith("?"));
    object[nameOf(part, isNeeded)] = { object: properties };
  }
  if (requestBody) object[nameOf("body", requestBody.required)] = shapeOf(inContent(requestBody.content));
  return { object };
}

function answerOf({ responses }: Operation, components: ApiDocument["components"]): Shape {
  const [, answer = {}] = Object.entries(responses).find(([status]) => status.startsWith("2")) ?? [];
  const whole = answer.$ref ? components.responses[lastOf(answer.$ref)] : answer;
  return shapeOf(inContent(whole?.content));
}

const nameOf = (name: string, required = false) => (required ? name : `${name}?`);
/** Formats that clients read as a type of their own. */
const typedFormats = new Set(["uuid", "date", "date-time", "binary"]);

export function shapeOf(schema: Schema): Shape {
  if (schema.$ref) return `#${lastOf(schema.$ref)}`;
  const several = schema.anyOf ?? schema.oneOf;
  if (several) return several.map(shapeOf);
  if (schema.enum) return { values: schema.enum };
  if (schema.const !== undefined) return { values: [schema.const] };
  const types = [schema.type ?? "any"].flat().map((type) => typed(type, schema));
  return types.length === 1 ? (types[0] ?? "any") : types;
}

function typed(type: string, schema: Schema): Shape {
  if (type === "array") return { list: shapeOf(schema.items ?? {}) };
  if (type === "object") return objectOf(schema);
  const { format } = schema;
  return type === "string" && format && typedFormats.has(format) ? format : type;
}

function objectOf({ properties, required = [], additionalProperties }: Schema): ObjectShape {
  const object = Object.fromEntries(
    Object.entries(properties ?? {}).map(([name, schema]) => [nameOf(name, required.includes(name)), shapeOf(schema)]),
  );
  const rest = additionalProperties ?? (properties ? false : {});
  if (rest === false) return { object };
  return { object, rest: rest === true ? "any" : shapeOf(rest) };
}
