import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { useEnvironment } from './environment.tsx';
import { Icon } from './icon.tsx';
import './states.css';

interface ErrorStateProps {
  error: unknown;
  onRetry?: () => void;
}

/** A place that could not be read: the cause, what to do next, and a way to try again. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { t } = useTranslation();
  const words = useEnvironment().describeError(error);
  return (
    <div className="state-box" role="alert">
      <span className="state-icon state-icon-error">
        <Icon name={words.forbidden ? 'lock' : 'warning'} size={22} />
      </span>
      <h2>{words.title}</h2>
      <p className="muted">{words.next}</p>
      {words.detail ? <p className="state-detail mono">{words.detail}</p> : null}
      {words.requestId ? <p className="state-request mono">{t('requestId', { id: words.requestId })}</p> : null}
      {onRetry && !words.forbidden ? (
        <div className="state-action">
          <Button icon="retry" onClick={onRetry}>
            {t('action.retry')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** An error in a line, for forms and dialogs. */
export function InlineError({ error }: { error: unknown }) {
  const words = useEnvironment().describeError(error);
  return (
    <div className="inline-error" role="alert">
      <Icon name="warning" />
      <div>
        <strong>{words.title}</strong> {words.next}
        {words.detail && Object.keys(words.fields).length === 0 ? (
          <div className="state-detail mono">{words.detail}</div>
        ) : null}
      </div>
    </div>
  );
}
