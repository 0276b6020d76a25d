import type { JobSummary } from '#src/api/jobs.ts';
import { paths } from '#src/lib/paths.ts';
import { Link } from '#src/ui/link.tsx';
import { StatusGlyph, stateOf } from '#src/ui/status.tsx';
import { Duration, Time } from '#src/ui/values.tsx';

/** One job in a line: state, name, tool, and when or how long. `reason` says why it failed. */
export function JobLine({ job, projectId, reason }: { job: JobSummary; projectId: string; reason?: boolean }) {
  const { id = '', name = '', status, tool_info: tool, create_time, finish_time } = job;
  const state = stateOf(status);
  const why = [job.failed_reason, job.failed_message].filter(Boolean).join(': ');
  return (
    <li className="job-line">
      <StatusGlyph state={state} />
      <div className="grow">
        <div className="row">
          <Link to={paths.job(projectId, id)} className="ellipsis">
            {name}
          </Link>
          {tool ? (
            <span className="muted ellipsis">
              {tool.tool_name} {tool.tool_version}
            </span>
          ) : null}
        </div>
        {reason && why ? <p className="job-line-why ellipsis">{why}</p> : null}
      </div>
      <span className="muted job-line-when">
        {state === 'running' ? <Duration from={create_time} /> : <Time at={finish_time ?? create_time} />}
      </span>
    </li>
  );
}
