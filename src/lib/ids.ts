const form =
  /^([0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|0{8}-0{4}-0{4}-0{4}-0{12}|f{8}-f{4}-f{4}-f{4}-f{12})$/i;

/** Values that could be ids; an address may contain anything. The same as `id` in `zod.ts`, without its library. */
export const wellFormedIds = (values: readonly string[]) => values.filter((value) => form.test(value));
