/** A property of the service. */
export interface Property {
  name: string;
  label: string;
}
