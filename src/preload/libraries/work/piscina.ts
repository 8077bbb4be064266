export { enable } from './thread-tasks.ts';
