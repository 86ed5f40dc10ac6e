/** A field by which records of one noun belong to a record of another one. */
export interface Relation {
  /** The noun whose records these are. */
  entity: string;
  /** Its field, and the name of the filter that finds them. */
  field: string;
  /** The field in words, where several of a noun lead to the same record: "Competitor". */
  label: string;
}

/** The name of the tab of a relation, and of the part of the page that brings its records: "contacts". */
export function relationName(relations: readonly Relation[], { entity, field }: Relation, path: string): string {
  return relations.filter((one) => one.entity === entity).length === 1 ? path : `${path}-${field}`;
}
