// In full: see `isFull` in `rounds.ts`.
import "./fields.db.test";
