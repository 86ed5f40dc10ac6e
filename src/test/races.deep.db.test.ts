// @module-tag once

// In full: see `isFull` in `rounds.ts`.
import "./races.db.test";
