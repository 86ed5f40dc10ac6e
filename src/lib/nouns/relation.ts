/** A field by which records of one noun belong to a record of another one. */
export interface Relation {
  /** The noun whose records these are. */
  entity: string;
  /** Its field, and the name of the filter that finds them. */
  field: string;
}
