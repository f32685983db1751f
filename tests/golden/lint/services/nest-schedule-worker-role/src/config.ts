export const schedulesEnabled = process.env.ENABLE_SCHEDULES === 'true';

export const crmUrl = process.env.CRM_URL ?? 'https://crm.example.com/v2';
