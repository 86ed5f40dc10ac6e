import { ts } from "@ts-morph/common";

/** The compiler that generators of clients are written against; the one that this project is checked by has no such API. */
export default ts;
