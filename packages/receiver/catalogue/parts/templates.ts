// Fields about message templates and campaigns.
import {
  bigId,
  definePart,
  docPage,
  list,
  nullable,
  open,
  opt,
  req,
  str,
  timeEither,
  timeInteger,
} from '../build.ts';
import type { FieldEntry, Members } from '../shapes.ts';

const place = (file: string, holds: string, page: string, sources: readonly string[]) =>
  definePart(file, { holds, page, sources });

const template: Members = {
  message_template_id: req(bigId, 'ID of the template, a JSON integer.'),
  message_template_name: req(str, 'Name of the template.'),
  message_template_language: req(str, 'Such as `en_US`; pages also print `en-US`.'),
};
const categories = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const;
const category = open(...categories, 'OTP', 'TRANSACTIONAL');

const components = place(
  'template-components-update',
  'Edited templates.',
  'message_template_components_update',
  [docPage('webhooks/reference/message_template_components_update')],
);

export const templateComponentsUpdate: FieldEntry = {
  name: 'message_template_components_update',
  trigger: 'A template was edited.',
  value: components.object('TemplateComponentsUpdate', 'A template after an edit.', {
    ...template,
    message_template_element: req(str, 'Text of the body.'),
    message_template_title: opt(str, 'Text of the header.'),
    message_template_footer: opt(str, 'Text of the footer.'),
    message_template_buttons: opt(
      list(
        components.object('TemplateButton', 'A button of a template.', {
          message_template_button_type: req(
            open(
              'CATALOG',
              'COPY_CODE',
              'EXTENSION',
              'FLOW',
              'MPM',
              'ORDER_DETAILS',
              'OTP',
              'PHONE_NUMBER',
              'POSTBACK',
              'REMINDER',
              'SEND_LOCATION',
              'SPM',
              'QUICK_REPLY',
              'URL',
              'VOICE_CALL',
            ),
            'What it does.',
          ),
          message_template_button_text: req(str, 'Its label.'),
          message_template_button_url: opt(str, 'URL, for `URL`.'),
          message_template_button_phone_number: opt(str, 'Number, for `PHONE_NUMBER`.'),
        }),
      ),
      'The buttons; the page says for URL and phone buttons.',
    ),
  }),
  items: [{ name: 'message_template_components_update', path: [], kindBy: null }],
  sources: components.part.sources,
  sample: 'header_footer_buttons',
};

const quality = place('template-quality-update', 'Quality of templates.', 'message_template_quality_update', [
  docPage('webhooks/reference/message_template_quality_update'),
]);
const score = open('GREEN', 'YELLOW', 'RED', 'UNKNOWN');

export const templateQualityUpdate: FieldEntry = {
  name: 'message_template_quality_update',
  trigger: 'The quality score of a template changed.',
  value: quality.object('TemplateQualityUpdate', 'A new quality score.', {
    previous_quality_score: req(score, 'Before.'),
    new_quality_score: req(score, 'After.'),
    ...template,
  }),
  items: [{ name: 'message_template_quality_update', path: [], kindBy: null }],
  sources: quality.part.sources,
  sample: 'green_to_yellow',
  notes: [
    'The example on the platform’s page prints `message_template_status_update` as the field; the real one is this.',
  ],
};

const standing = place('template-status-update', 'Status of templates.', 'message_template_status_update', [
  docPage('webhooks/reference/message_template_status_update'),
  docPage('direct-send/integrity-and-content-guidelines'),
]);

export const templateStatusUpdate: FieldEntry = {
  name: 'message_template_status_update',
  trigger: 'The status of a template changed.',
  value: standing.object('TemplateStatusUpdate', 'A new status.', {
    event: req(
      open(
        'APPROVED',
        'ARCHIVED',
        'UNARCHIVED',
        'DELETED',
        'DISABLED',
        'FLAGGED',
        'IN_APPEAL',
        'LIMIT_EXCEEDED',
        'LOCKED',
        'PAUSED',
        'PENDING',
        'REINSTATED',
        'PENDING_DELETION',
        'REJECTED',
      ),
      'The status.',
    ),
    ...template,
    reason: opt(
      nullable(
        open(
          'NONE',
          'ABUSIVE_CONTENT',
          'CATEGORY_NOT_AVAILABLE',
          'INCORRECT_CATEGORY',
          'INVALID_FORMAT',
          'PROMOTIONAL',
          'SCAM',
          'TAG_CONTENT_MISMATCH',
        ),
      ),
      'Why; null when the template is scheduled for deletion, absent in the example of direct send.',
    ),
    message_template_category: opt(open(...categories), 'Category of the template.', { since: 'late 2025' }),
    disable_info: opt(
      standing.object('DisableInfo', 'When the template is disabled.', {
        disable_date: req(timeEither, 'When. A string in the syntax, an integer in the table.'),
      }),
      'With `DISABLED`; formerly with `FLAGGED` too, as the planned date.',
    ),
    other_info: opt(
      standing.object('TemplateOtherInfo', 'More about a pause.', {
        title: req(
          open('FIRST_PAUSE', 'SECOND_PAUSE', 'RATE_LIMITING_PAUSE', 'UNPAUSE', 'DISABLED'),
          'What happened. It is not stated which event comes with `UNPAUSE`.',
        ),
        description: req(str, 'A sentence.'),
      }),
      'When the template is locked or unlocked (paused or unpaused).',
    ),
    rejection_info: opt(
      standing.object('RejectionInfo', 'Why the format was rejected.', {
        reason: req(str, 'A sentence.'),
        recommendation: req(str, 'What to change.'),
      }),
      'With `REJECTED` for `INVALID_FORMAT`.',
      { since: 'late 2025' },
    ),
  }),
  items: [{ name: 'message_template_status_update', path: [], kindBy: 'event' }],
  sources: standing.part.sources,
  sample: 'rejected_invalid_format',
};

const recategorised = place(
  'template-category-update',
  'Categories of templates.',
  'template_category_update',
  [docPage('webhooks/reference/template_category_update')],
);

export const templateCategoryUpdate: FieldEntry = {
  name: 'template_category_update',
  trigger: 'The category of a template will change in 24 hours, or has changed.',
  value: recategorised.object(
    'TemplateCategoryUpdate',
    'A change of category: impending where `correct_category` is present, completed where `previous_category` is.',
    {
      ...template,
      new_category: req(
        category,
        'The current category, in both cases. `OTP` and `TRANSACTIONAL` are older.',
      ),
      correct_category: opt(category, 'Impending: the category to come.'),
      category_update_timestamp: opt(timeInteger, 'Impending: when it will change.', { since: 'late 2025' }),
      previous_category: opt(category, 'Completed: the category before.'),
    },
  ),
  items: [{ name: 'template_category_update', path: [], kindBy: null }],
  sources: recategorised.part.sources,
  sample: 'impending',
};

const detected = place(
  'template-category-detection',
  'Templates in the wrong category.',
  'template_correct_category_detection',
  [docPage('direct-send/integrity-and-content-guidelines')],
);

export const templateCategoryDetection: FieldEntry = {
  name: 'template_correct_category_detection',
  trigger: 'Content was found to be in the wrong category (direct send).',
  value: detected.object('TemplateCategoryDetection', 'A template in the wrong category.', {
    ...template,
    category: req(open(...categories), 'The category it has.'),
    correct_category: req(open(...categories), 'The category it should have.'),
  }),
  items: [{ name: 'template_correct_category_detection', path: [], kindBy: null }],
  sources: detected.part.sources,
  sample: 'utility_to_marketing',
};

const campaign = place('campaign-status-update', 'Status of campaigns.', 'campaign_status_update', []);

export const campaignStatusUpdate: FieldEntry = {
  name: 'campaign_status_update',
  trigger: 'The status of a campaign changed.',
  value: campaign.object('CampaignStatusUpdate', 'A new status.', {
    campaign_id: req(bigId, 'ID of the campaign, a JSON integer.'),
    campaign_name: req(str, 'Name of the campaign.'),
    old_status: req(str, 'Before, such as `ACTIVE`.'),
    new_status: req(str, 'After, such as `PAUSED`.'),
    paused_reasons: req(list(str), 'Why it is paused.'),
    complete_reason: req(nullable(str), 'Why it is complete.'),
  }),
  items: [{ name: 'campaign_status_update', path: [], kindBy: null }],
  sources: [],
  sample: 'paused_legacy',
  legacy: 'only on older dashboards',
  unconfirmed: 'The shape is that of the dashboard sample.',
};
