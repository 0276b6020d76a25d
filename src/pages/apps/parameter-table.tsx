import { useTranslation } from 'react-i18next';
import type { AppInput, AppOutput } from '#core/workflow/types.ts';
import { Tag } from '#src/ui/values.tsx';

/** What scrolls must be reachable by the keyboard. */
const FOCUSABLE = { tabIndex: 0 } as const;

interface TableProps {
  kind: 'inputs' | 'outputs';
  parameters: readonly (AppInput | AppOutput)[];
}

/** Declared inputs or outputs, to be read. */
export function ParameterTable({ kind, parameters }: TableProps) {
  const { t } = useTranslation('apps');
  if (parameters.length === 0) return <p className="muted app-none">{t('parameter.none')}</p>;
  const label = t(kind === 'inputs' ? 'section.inputs' : 'section.outputs');
  return (
    <section className="app-table" aria-label={label} {...FOCUSABLE}>
      <table>
        <thead>
          <tr>
            <th>{t('parameter.name')}</th>
            <th>{t('parameter.type')}</th>
            <th>{t('parameter.value')}</th>
            <th>{t('parameter.patternColumn')}</th>
            <th>{t('parameter.description')}</th>
          </tr>
        </thead>
        <tbody>
          {parameters.map((parameter) => (
            <tr key={parameter.name}>
              <th scope="row" className="mono">
                {parameter.name}
                {parameter.required ? <span title={t('parameter.required')}> *</span> : null}
              </th>
              <td>
                {t(`type.${parameter.type}`)}
                {'concurrent' in parameter && parameter.concurrent ? (
                  <>
                    {' '}
                    <Tag tone="brand">{t('parameter.concurrent')}</Tag>
                  </>
                ) : null}
              </td>
              <td className="mono">{parameter.values?.join(', ') || '–'}</td>
              <td className="mono">
                {(parameter.type === 'ENUM' ? parameter.enum?.join(' | ') : parameter.pattern) || '–'}
              </td>
              <td>{parameter.description || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
