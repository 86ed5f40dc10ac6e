// @module-tag once

// In full: see `isFull` in `rounds.ts`.
import "./ended-rights.db.test";
