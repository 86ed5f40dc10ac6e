import { ts } from "@ts-morph/common";

/** The compiler that client generators use; the one of this project has no such API. */
export default ts;
