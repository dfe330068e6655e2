import { type EntryPlan, entry } from './cassettes.js';

/** A recorded call among others that overlapped it. */
export interface OverlappingPlan
  extends Pick<
    EntryPlan,
    'method' | 'after' | 'halfClosed' | 'requestOrder' | 'responseOrder' | 'responseMs'
  > {
  /** What the `order` line says behind the group: `start: 1, headers: 4, end: 9`. */
  readonly order: string;
  /** `aaaa-1`, unless it is another. */
  readonly group?: string;
  readonly requests?: readonly string[];
  readonly responses?: readonly string[];
  /** When it started, and how long after that its headers and its end came, in milliseconds; without, no times are stored. */
  readonly times?: readonly [startedMs: number, headersMs: number, endedMs: number];
  /** Whether its client cancelled it. */
  readonly isCancelled?: boolean;
}

/** The text of its entry. */
export function overlapping(plan: OverlappingPlan): string {
  const { group = 'aaaa-1', order, requests = [], responses = [], times, isCancelled = false } = plan;
  const call = [`order: {group: ${group}, ${order}}`];
  if (times !== undefined) call.push(`started_at: ${new Date(times[0]).toISOString()}`);
  call.push('response_metadata: {}');
  if (times !== undefined) call.push(`metadata_ms: ${times[1]}`, `ended_ms: ${times[2]}`);
  if (isCancelled)
    call.push('status:', '  code: 1', '  details: Cancelled on client', 'cancelled_by_client: true');
  return entry({ ...plan, requests, responses, call });
}

/** A watch that its client cancelled in the end. */
export function watch(plan: Omit<OverlappingPlan, 'method' | 'isCancelled'>): string {
  return overlapping({ requests: ['watch'], ...plan, method: 'ServerStream', isCancelled: true });
}

/** A unary call that is answered `re:<request>`. */
export function put(
  request: string,
  plan: Omit<OverlappingPlan, 'method' | 'requests' | 'responses'>,
): string {
  return overlapping({ ...plan, requests: [request], responses: [`re:${request}`] });
}
